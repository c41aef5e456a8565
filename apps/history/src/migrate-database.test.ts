import { createTestDatabase } from '@refill/order-history/test-database';
import { migrateDatabase } from './migrate-database';

const waits: string[] = [];
const logger = {
  info: () => undefined,
  warn: (_: object, message: string) => {
    waits.push(message);
  },
};
beforeEach(() => {
  waits.length = 0;
});

it('migrates once and tells what it did', async () => {
  const database = await createTestDatabase({ migrate: false });
  try {
    const applied = await migrateDatabase(database.url, { maxWaitMs: 0 }, logger);
    expect(applied).toContain('0001-orders');
    expect(await migrateDatabase(database.url, { maxWaitMs: 0 }, logger)).toEqual([]);
    expect(waits).toEqual([]);
  } finally {
    await database.drop();
  }
});

it('waits for PostgreSQL, but not for ever', async () => {
  const down = 'postgres://nobody@127.0.0.1:1/none';
  await expect(migrateDatabase(down, { maxWaitMs: 500 }, logger)).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
  expect(waits).toEqual(['waiting for PostgreSQL to migrate it']);
});

it('does not wait where waiting does not help', async () => {
  const database = await createTestDatabase({ migrate: false });
  try {
    const missing = new URL(database.url);
    missing.pathname = '/no_such_database';
    await expect(
      migrateDatabase(missing.href, { maxWaitMs: 60_000 }, logger),
    ).rejects.toMatchObject({ code: '3D000' });
    expect(waits).toEqual([]);
  } finally {
    await database.drop();
  }
});
