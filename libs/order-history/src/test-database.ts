import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { z } from 'zod';
import { closeDatabase, openDatabase, type OrderHistoryDatabase } from './database';
import { migrateToLatest } from './migrate';

/** A database of a test's own on the PostgreSQL that Jest's global setup started. */
export interface TestDatabase {
  readonly url: string;
  readonly db: OrderHistoryDatabase;
  /** Closes `db` and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** How a test's database is made. */
export interface TestDatabaseOptions {
  /** Whether the schema is put in; true by default. */
  readonly migrate?: boolean;
}

/** Tests ask hundreds of things at once, beside others on a slow machine: waiting for a connection is no failure. */
const CONNECT_TIMEOUT_MS = 60_000;

const environment = z.object({ REFILL_TEST_POSTGRES_URL: z.url({ protocol: /^postgres(ql)?$/ }) });

/**
 * Makes a database with a random name, for tests only.
 * @throws ZodError when `REFILL_TEST_POSTGRES_URL` (a superuser's URL) is not set
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const serverUrl = environment.parse(process.env).REFILL_TEST_POSTGRES_URL;
  const name = `refill_test_${randomBytes(8).toString('hex')}`;
  await runOnServer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const db = openDatabase(url.href, { connectTimeoutMs: CONNECT_TIMEOUT_MS });
  if (options.migrate !== false) await migrateToLatest(db);
  return {
    url: url.href,
    db,
    drop: async () => {
      await closeDatabase(db);
      await runOnServer(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

async function runOnServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
