import { drsMessage, orderIdOf } from './test-support/drs-messages';
import { eventually } from './test-support/eventually';
import { startTestIngestion, type TestIngestion } from './test-support/test-ingestion';

/** A certificate that is not pinned, and is served when the test lets it. */
const SigningCertURL =
  'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.pem';
let serveCertificate: () => void = () => undefined;
const certificateServed = new Promise<void>((resolve) => {
  serveCertificate = resolve;
});

let ingestion: TestIngestion;
beforeAll(async () => {
  ingestion = await startTestIngestion(
    {},
    {
      down: true,
      answer: async () => {
        await certificateServed;
        return new Response(ingestion.signer.certificatePem);
      },
    },
  );
});
afterAll(async () => {
  await ingestion.stop();
}, 30_000);

describe('ingestion that starts while Temporal and PostgreSQL are down', () => {
  it('is alive, but not ready, and takes nothing', async () => {
    expect((await ingestion.get('/healthz')).status).toBe(200);
    expect(await ingestion.get('/readyz')).toMatchObject({
      status: 503,
      body: { checks: { temporal: { ok: false }, postgres: { ok: false } } },
    });
    const answer = await ingestion.deliver(ingestion.signer.notification(drsMessage()));
    expect(answer.status).toBe(503);
  }, 20_000);

  it('prepares both by itself when they come, and takes messages', async () => {
    ingestion.temporalProxy.setMode('pass');
    ingestion.databaseProxy.setMode('pass');
    await eventually(async () => expect((await ingestion.get('/readyz')).status).toBe(200), 40_000);
    const message = drsMessage();
    const device = drsMessage({ notificationType: 'DeviceRegisteredNotification' });
    await eventually(async () => {
      const answer = await ingestion.deliver(ingestion.signer.notification(message));
      expect(answer).toMatchObject({ status: 200, body: { outcome: 'taken' } });
    }, 40_000);
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).not.toEqual([]);
    expect((await ingestion.deliver(ingestion.signer.notification(device))).status).toBe(200);
  }, 90_000);

  it('finishes what has begun when it stops', async () => {
    const message = drsMessage();
    const answer = ingestion.deliver(ingestion.signer.notification(message, { SigningCertURL }));
    await eventually(async () => {
      await Promise.resolve();
      expect(ingestion.fetched).toContain(SigningCertURL);
    });
    const stopped = ingestion.stopService();
    serveCertificate();
    expect(await answer).toMatchObject({ status: 200, body: { outcome: 'taken' } });
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toHaveLength(1);
    await stopped;
    await expect(fetch(ingestion.url)).rejects.toThrow();
  }, 30_000);
});
