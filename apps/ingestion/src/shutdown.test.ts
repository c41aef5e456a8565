import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '@refill/order-history/test-database';
import { drsMessage, orderIdOf } from './test-support/drs-messages';
import {
  type IngestionProcess,
  postSns,
  type RequestResult,
  startIngestionProcess,
} from './test-support/ingestion-process';
import { deferredIn } from './test-support/stored-rows';
import { createTestSigner, TEST_TOPIC, type TestSigner } from './test-support/test-signer';
import { startTestTemporal, type TestTemporal } from './test-support/test-temporal';
import { startToggleProxy, type ToggleProxy } from './test-support/toggle-proxy';

let temporal: TestTemporal;
let proxy: ToggleProxy;
let database: TestDatabase;
let signer: TestSigner;
let service: IngestionProcess;
beforeAll(async () => {
  [temporal, database, signer] = await Promise.all([
    startTestTemporal(),
    createTestDatabase(),
    createTestSigner(),
  ]);
  proxy = await startToggleProxy(temporal);
});
beforeEach(async () => {
  proxy.setMode('pass');
  service = await startIngestionProcess({
    INGESTION_TOKEN: 'ingestion-token',
    DATABASE_URL: database.url,
    SNS_TOPIC_ARNS: TEST_TOPIC,
    SNS_CERTIFICATE_DIR: signer.certificateDirectory,
    TEMPORAL_ADDRESS: `127.0.0.1:${String(proxy.port)}`,
  });
}, 40_000);
afterEach(async () => {
  if (service.child.exitCode === null) await service.end('SIGKILL');
});
afterAll(async () => {
  await Promise.all([proxy.close(), database.drop(), signer.remove()]);
  await temporal.stop();
}, 30_000);

interface Sent {
  readonly orderId: string;
  readonly result: RequestResult;
}

/** Sends until nobody listens any more. */
async function load(clients: number): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  const client = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (;;) {
      const message = drsMessage();
      const result = await postSns(service.url, agent, signer.notification(message));
      sent.push({ orderId: orderIdOf(message), result });
      if (result.kind === 'unanswered' && result.code === 'ECONNREFUSED') break;
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: clients }, client));
  return sent;
}

const answeredBy = (process: IngestionProcess): number =>
  process.output().match(/"route":"\/sns".*"answered"/g)?.length ?? 0;

describe('SIGTERM under load', () => {
  it.each(['pass', 'silent'] as const)(
    'drops no request that was taken up, and none that was answered 200 (Temporal: %s)',
    async (mode) => {
      proxy.setMode(mode);
      const loading = load(24);
      await sleep(1_500);
      const stoppedAt = Date.now();
      expect(await service.end('SIGTERM')).toBe(0);
      expect(Date.now() - stoppedAt).toBeLessThan(8_000);
      const sent = await loading;

      const taken = sent.filter(
        ({ result }) => result.kind === 'answered' && result.status === 200,
      );
      expect(taken.length).toBeGreaterThanOrEqual(24);
      // Nothing but 200, or 503 on a connection that was open when it closed.
      for (const { result } of sent) {
        if (result.kind === 'answered') expect([200, 503]).toContain(result.status);
        else expect(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']).toContain(result.code);
      }
      // Whatever the service took up was answered, and the answer arrived.
      const arrived = sent.filter(({ result }) => result.kind === 'answered');
      expect(arrived).toHaveLength(answeredBy(service));

      const deferred = new Set((await deferredIn(database)).map((row) => row.order_key));
      for (const { orderId } of taken) {
        if (deferred.has(`order:${orderId}`)) continue;
        expect(await temporal.signalsOf(orderId)).toHaveLength(1);
      }
      if (mode === 'silent') expect(deferred.size).toBeGreaterThan(0);
    },
    60_000,
  );
});
