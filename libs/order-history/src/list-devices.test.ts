import { sql } from 'kysely';
import type { DeviceSnapshot } from '@refill/device-lifecycle/device-snapshot';
import { type DeviceFilter, type DevicePosition, listDevices } from './list-devices';
import { recordDevice } from './record-device';
import { createTestDatabase, type TestDatabase } from './test-database';
import { deviceRecord, registeredFact } from './test-device';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

async function record(
  serialNumber: string,
  changes: Partial<DeviceSnapshot> & { readonly modelId?: string } = {},
  revision = 1,
) {
  const { modelId = 'PetFeeder', ...snapshot } = changes;
  const device = { modelId, serialNumber };
  const input = deviceRecord([registeredFact()], { device, revision });
  await recordDevice(test.db, { ...input, snapshot: { ...input.snapshot, ...snapshot } });
}
async function serialsOf(filter: DeviceFilter) {
  const page = await listDevices(test.db, { filter, limit: 100, after: null });
  return page.devices.map(({ device }) => device.serialNumber);
}

it('filters by each field, and by all that are given', async () => {
  const day = (n: number) => ({ lastNotificationAt: `2026-01-0${String(n)}T00:00:00.000Z` });
  await record('a', { ...day(1), customerId: 'c-2' });
  await record('b', { ...day(2), status: 'deregistered' });
  await record('c', {
    ...day(3),
    modelId: 'Filter',
    status: 'subscribed',
    subscriptionVersion: '1.0',
  });
  await record('d', { ...day(4), status: 'subscribed', subscriptionVersion: '2.0' });
  expect(await serialsOf({})).toEqual(['d', 'c', 'b', 'a']);
  expect(await serialsOf({ customerId: 'c-2' })).toEqual(['a']);
  expect(await serialsOf({ modelId: 'PetFeeder' })).toEqual(['d', 'b', 'a']);
  expect(await serialsOf({ serialNumber: 'c' })).toEqual(['c']);
  expect(await serialsOf({ status: 'subscribed' })).toEqual(['d', 'c']);
  expect(await serialsOf({ version: '1.0' })).toEqual(['c']);
  expect(await serialsOf({ status: 'subscribed', modelId: 'PetFeeder' })).toEqual(['d']);
  expect(await serialsOf({ serialNumber: 'c', modelId: 'PetFeeder' })).toEqual([]);
});

it('shows every device once while others come and move in time between pages', async () => {
  const at = '2026-01-05T10:00:00.001Z';
  const before = Array.from({ length: 25 }, (_, n) => `old-${String(n).padStart(2, '0')}`);
  for (const serial of before) await record(serial, { lastNotificationAt: at });
  await record('old-24', { modelId: 'Filter', lastNotificationAt: at });
  const seen: string[] = [];
  let after: DevicePosition | null = null;
  let round = 0;
  do {
    const page = await listDevices(test.db, { filter: {}, limit: 4, after });
    seen.push(...page.devices.map(({ device }) => `${device.serialNumber} ${device.modelId}`));
    after = page.next;
    round += 1;
    await record(`new-${String(round)}`, { lastNotificationAt: '2026-01-06T00:00:00.000Z' });
    // One already shown and one still to come change what they would be sorted by.
    await record('old-24', { lastNotificationAt: '2026-01-01T00:00:00.000Z' }, round + 1);
    await record('old-00', { lastNotificationAt: '2026-01-07T00:00:00.000Z' }, round + 1);
  } while (after !== null);
  const expected = before.toReversed().map((serial) => `${serial} PetFeeder`);
  expect(seen).toEqual([expected[0], 'old-24 Filter', ...expected.slice(1)]);
});

it('ends without an empty page when the last page is full', async () => {
  await record('a');
  await record('b');
  const page = await listDevices(test.db, { filter: {}, limit: 2, after: null });
  expect(page.devices).toHaveLength(2);
  expect(page.next).toBeNull();
});

it('reports a row that is not what Refill writes', async () => {
  await record('a');
  await test.db.updateTable('devices').set({ slots: '[{"slotId":7}]' }).execute();
  await expect(serialsOf({})).rejects.toMatchObject({ code: 'HISTORY_ROW_INVALID' });
});

it('has an index in the order of the list for each filter', async () => {
  const plans = [
    ['devices_by_time', 'true'],
    ['devices_by_customer', `customer_id = 'c'`],
    ['devices_by_status', `status = 'subscribed'`],
    ['devices_by_model', `model_id = 'm'`],
    ['devices_by_serial', `serial_number = 's'`],
    ['devices_by_version', `subscription_version = '1.0'`],
  ] as const;
  for (const [index, condition] of plans) {
    await test.db.connection().execute(async (db) => {
      await sql`set enable_seqscan = off; set enable_sort = off`.execute(db);
      const { rows } = await sql<{ 'QUERY PLAN': string }>`
        explain select * from devices where ${sql.raw(condition)}
          and (sort_at, serial_number, model_id) < (now(), 'x', 'y')
        order by sort_at desc, serial_number desc, model_id desc limit 51`.execute(db);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toContain(index);
      expect(plan).not.toContain('Sort');
    });
  }
});

it('has an index for what an order and an erasure look up', async () => {
  const plans = [
    [
      'device_events_deregistrations',
      `select from device_events where model_id = 'm' and serial_number = 's'
       and type = 'device-deregistered' and occurred_at >= now() order by occurred_at`,
    ],
    [
      'device_events_by_customer',
      `select from device_events where data #>> '{fact,customerId}' = 'c'`,
    ],
    [
      'order_events_by_customer',
      `select from order_events where data #>> '{fact,subject,customerId}' = 'c'`,
    ],
    ['notification_versions_1', `select from notification_versions where version = '1.0'`],
  ] as const;
  for (const [index, query] of plans) {
    await test.db.connection().execute(async (db) => {
      await sql`set enable_seqscan = off`.execute(db);
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${sql.raw(query)}`.execute(db);
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(index);
    });
  }
});
