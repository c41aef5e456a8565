import { createLogger } from '@refill/service/logger';
import { createTestDatabase, type TestDatabase } from '@refill/order-history/test-database';
import type { DeferredDeliveryOptions } from '../deferred-delivery';
import { readIngestionConfig } from '../config';
import { type RunningIngestion, startIngestion } from '../start-ingestion';
import { eventually } from './eventually';
import { createTestSigner, TEST_TOPIC, type TestSigner } from './test-signer';
import { startTestTemporal, type TestTemporal } from './test-temporal';
import { startToggleProxy, type ToggleProxy } from './toggle-proxy';

/** The token of a test's service. */
export const TEST_TOKEN = 'ingestion-token';

/** What a request of a test came to. */
export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** An ingestion of a test's own, with real servers behind proxies that can take them away. */
export interface TestIngestion {
  readonly url: string;
  readonly temporal: TestTemporal;
  readonly temporalProxy: ToggleProxy;
  readonly database: TestDatabase;
  readonly databaseProxy: ToggleProxy;
  readonly signer: TestSigner;
  /** The lines of the log so far. */
  readonly log: readonly string[];
  /** URLs that were fetched (certificates, confirmations); all of them are told the network is down. */
  readonly fetched: readonly string[];
  /** `POST /sns`, the way SNS does; an object is written as JSON. */
  deliver(
    body: object | string | Uint8Array,
    headers?: Record<string, string>,
  ): Promise<TestAnswer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  get(path: string): Promise<TestAnswer>;
  /** The lines of `/metrics` that start with a name. */
  metric(name: string): Promise<readonly string[]>;
  stopService(): Promise<void>;
  stop(): Promise<void>;
}

/** How a test's ingestion is started. */
export interface TestIngestionOptions {
  /** What the network answers; by default there is none. */
  readonly answer?: (url: string) => Response | Promise<Response>;
  /** Start with Temporal and PostgreSQL down, and with an empty database. */
  readonly down?: boolean;
  /** When deferred work is delivered. */
  readonly deferred?: DeferredDeliveryOptions;
  /** Another instance beside this one, on its Temporal and its database; stopped before it. */
  readonly beside?: TestIngestion;
}

/** Starts it all, and waits until the service is ready unless it is to start `down`; for tests only. */
export async function startTestIngestion(
  env: NodeJS.ProcessEnv = {},
  options: TestIngestionOptions = {},
): Promise<TestIngestion> {
  const { answer = noNetwork, down = false, beside } = options;
  const [temporal, database, signer] =
    beside === undefined
      ? await Promise.all([
          startTestTemporal(),
          createTestDatabase({ migrate: !down }),
          createTestSigner(),
        ])
      : [beside.temporal, beside.database, beside.signer];
  const databaseUrl = new URL(database.url);
  const temporalProxy = await startToggleProxy(temporal);
  const databaseProxy = await startToggleProxy({
    host: databaseUrl.hostname,
    port: Number(databaseUrl.port),
  });
  if (down) {
    temporalProxy.setMode('refuse');
    databaseProxy.setMode('refuse');
  }
  databaseUrl.hostname = '127.0.0.1';
  databaseUrl.port = String(databaseProxy.port);
  process.env['TEMPORAL_ADDRESS'] = `127.0.0.1:${String(temporalProxy.port)}`;

  const config = readIngestionConfig({
    INGESTION_PORT: '0',
    INGESTION_HOST: '127.0.0.1',
    INGESTION_TOKEN: TEST_TOKEN,
    DATABASE_URL: databaseUrl.href,
    SNS_TOPIC_ARNS: TEST_TOPIC,
    SNS_CERTIFICATE_DIR: signer.certificateDirectory,
    ...env,
  });
  const log: string[] = [];
  const logger = createLogger({
    service: 'ingestion',
    level: 'debug',
    destination: { write: (line) => void log.push(line) },
  });
  const fetched: string[] = [];
  const service = await startIngestion(config, logger, {
    deferred: options.deferred ?? { intervalMs: 100, maxBackoffMs: 500 },
    replays: { intervalMs: 100, maxBackoffMs: 500, leaseMs: 1_000 },
    fetch: async (input) => {
      const url = input instanceof Request ? input.url : String(input);
      fetched.push(url);
      return await answer(url);
    },
  });
  let running: RunningIngestion | null = service;
  const stopService = async (): Promise<void> => {
    const stopping = running;
    running = null;
    await stopping?.stop();
  };
  const test = requestsTo(service.url);
  if (!down) {
    await eventually(async () => {
      const ready = await test.get('/readyz');
      if (ready.status !== 200) throw new Error(`not ready: ${JSON.stringify(ready.body)}`);
    }, 30_000);
  }
  return {
    ...test,
    url: service.url,
    temporal,
    temporalProxy,
    database,
    databaseProxy,
    signer,
    log,
    fetched,
    stopService,
    stop: async () => {
      await stopService();
      await Promise.all([temporalProxy.close(), databaseProxy.close()]);
      if (beside !== undefined) return;
      await Promise.all([database.drop(), temporal.stop(), signer.remove()]);
    },
  };
}

function noNetwork(): never {
  throw new TypeError('fetch failed');
}

function requestsTo(url: string): Pick<TestIngestion, 'deliver' | 'post' | 'get' | 'metric'> {
  const send = async (path: string, init: RequestInit): Promise<TestAnswer> => {
    const response = await fetch(`${url}${path}`, init);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const body: unknown = isJson ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body };
  };
  return {
    deliver: async (body, headers = {}) =>
      await send('/sns', {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=UTF-8', ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
    post: async (path, body, headers = {}) =>
      await send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    get: async (path) => await send(path, { method: 'GET' }),
    metric: async (name) => {
      const { body } = await send('/metrics', { method: 'GET' });
      return String(body)
        .split('\n')
        .filter((line) => line.startsWith(name));
    },
  };
}
