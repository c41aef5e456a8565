import { Kysely, PostgresDialect } from 'kysely';
import { Pool, TypeOverrides, types } from 'pg';
import { z } from 'zod';
import type { DatabaseSchema } from './database-schema';

/** The order history's database: a pool of connections with typed queries. */
export type OrderHistoryDatabase = Kysely<DatabaseSchema>;

/** How the database is opened. */
export interface OpenDatabaseOptions {
  /** How many connections the pool may hold; 10 by default. */
  readonly maxConnections?: number;
  /** How long a new connection may take, in ms; 5000 by default. */
  readonly connectTimeoutMs?: number;
  /** How long one query may take, in ms; unlimited by default (a migration may wait for another's). */
  readonly queryTimeoutMs?: number;
  /** Told when a connection breaks, in use or not; the pool replaces it by itself. */
  readonly onConnectionLost?: (error: Error) => void;
}

const DEFAULT_MAX_CONNECTIONS = 10;
const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;

/**
 * How long a session is used, in seconds. A session keeps what was set when it began: one that began while the
 * database was read-only stays so for ever, and one to a demoted primary outlives the failover.
 */
const MAX_SESSION_SECONDS = 60;

/**
 * Opens the order history at a `postgres://` URL. Nothing is connected before the first query.
 * Times come back as ISO 8601 in UTC with ms, not as `Date`: they are data here, not clocks.
 */
export function openDatabase(url: string, options: OpenDatabaseOptions = {}): OrderHistoryDatabase {
  const pool = new Pool({
    connectionString: url,
    application_name: 'refill',
    max: options.maxConnections ?? DEFAULT_MAX_CONNECTIONS,
    connectionTimeoutMillis: options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
    keepAlive: true,
    maxLifetimeSeconds: MAX_SESSION_SECONDS,
    types: isoTimestamps(),
    ...(options.queryTimeoutMs === undefined ? {} : { query_timeout: options.queryTimeoutMs }),
  });
  // Without listeners, a database that restarts would end the process: the pool listens to idle connections
  // only, and one that breaks between two queries of a transaction is nobody's.
  const lost = (error: Error) => options.onConnectionLost?.(error);
  pool.on('connect', (client) => client.on('error', lost));
  pool.on('error', () => undefined);
  return new Kysely<DatabaseSchema>({ dialect: new PostgresDialect({ pool }) });
}

/** Closes every connection; queries under way are awaited. */
export async function closeDatabase(db: OrderHistoryDatabase): Promise<void> {
  await db.destroy();
}

/** What `pg` reads a timestamp with; its types do not say. */
const timestampParser = z.custom<(text: string) => Date>((parser) => typeof parser === 'function');

function isoTimestamps(): TypeOverrides {
  const toDate = timestampParser.parse(types.getTypeParser(types.builtins.TIMESTAMPTZ));
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.TIMESTAMPTZ, (text) => toDate(text).toISOString());
  return overrides;
}
