import { readConfig } from '@refill/service/config';
import { createLogger } from '@refill/service/logger';
import { createTestDatabase, type TestDatabase } from '@refill/order-history/test-database';
import { historyConfigSchema } from './history-config';
import { type HistoryService, type HistoryServiceOptions, startHistory } from './history-service';

/** The tokens of a test's service. */
export const TEST_TOKENS = { read: 'read-token', write: 'write-token' } as const;

/** What a request of a test came to. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body read as JSON, `null` where there is none. */
  readonly body: unknown;
}

/** A history service of a test's own, with its database. */
export interface TestHistory {
  readonly database: TestDatabase;
  readonly service: HistoryService;
  readonly url: string;
  /** Sends a request over HTTP, with the read token unless it says otherwise. */
  request(
    path: string,
    options?: { readonly method?: string; readonly token?: string | null; readonly body?: unknown },
  ): Promise<TestAnswer>;
  stop(): Promise<void>;
}

/** What may differ from test to test. */
export interface TestHistoryOptions extends HistoryServiceOptions {
  /** Gets every line of the log; without it there is none. */
  readonly log?: string[];
}

/** Starts the service with a database of its own on a free port, and waits for its schema; for tests only. */
export async function startTestHistory(
  env: NodeJS.ProcessEnv = {},
  { log, ...options }: TestHistoryOptions = {},
): Promise<TestHistory> {
  const database = await createTestDatabase();
  const config = readConfig(historyConfigSchema, {
    HISTORY_PORT: '0',
    HISTORY_HOST: '127.0.0.1',
    HISTORY_READ_TOKEN: TEST_TOKENS.read,
    HISTORY_WRITE_TOKEN: TEST_TOKENS.write,
    DATABASE_URL: database.url,
    LOG_LEVEL: log === undefined ? 'silent' : 'debug',
    ...env,
  });
  const service = await startHistory(
    config,
    createLogger({
      service: 'history',
      level: config.LOG_LEVEL,
      ...(log === undefined
        ? {}
        : { destination: { write: (line: string) => void log.push(line) } }),
    }),
    options,
  );
  await service.prepared;
  const url = `http://127.0.0.1:${String(service.port)}`;
  return {
    database,
    service,
    url,
    request: async (path, { method = 'GET', token = TEST_TOKENS.read, body } = {}) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const parsed: unknown = text === '' ? null : JSON.parse(text);
      return { status: response.status, headers: response.headers, body: parsed };
    },
    stop: async () => {
      await service.stop();
      await database.drop();
    },
  };
}
