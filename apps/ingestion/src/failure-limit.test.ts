import { createFailureLimit } from './failure-limit';
import { drsMessage, orderIdOf } from './test-support/drs-messages';
import { startTestIngestion, type TestIngestion } from './test-support/test-ingestion';

describe('createFailureLimit', () => {
  it('counts by source, and by /64 of IPv6', async () => {
    const limit = createFailureLimit(1);
    const blocked = async (source: string): Promise<boolean> =>
      (await limit.blockedForMs(source)) !== null;
    for (const source of ['192.0.2.1', '192.0.2.1', '2001:db8::1', '2001:db8:0:0:1::2']) {
      await limit.noteFailure(source);
    }
    expect(await blocked('192.0.2.1')).toBe(true);
    expect(await blocked('192.0.2.2')).toBe(false);
    expect(await blocked('2001:db8:0:0:ffff::')).toBe(true);
    expect(await blocked('2001:DB8::9')).toBe(true);
    expect(await blocked('2001:db8:0:1::1')).toBe(false);
    await limit.noteFailure('::ffff:192.0.2.7');
    await limit.noteFailure('::ffff:192.0.2.8');
    expect(await blocked('::ffff:192.0.2.7')).toBe(false);
    expect(await limit.blockedForMs('192.0.2.1')).toBeGreaterThan(1_000);
  });
});

describe('a source of too many refused messages', () => {
  let ingestion: TestIngestion;
  beforeAll(async () => {
    ingestion = await startTestIngestion({
      INGESTION_MAX_FORGED_PER_MINUTE: '3',
      INGESTION_TRUST_PROXY: '127.0.0.1',
    });
  });
  afterAll(async () => {
    await ingestion.stop();
  }, 30_000);
  const from = (source: string) => ({ 'x-forwarded-for': source });
  const forged = (): object => ({
    ...ingestion.signer.notification(drsMessage()),
    Message: '{}',
  });

  it('is answered 503 without a download, but for what is genuine all the same', async () => {
    const attacker = from('192.0.2.1');
    // Bad signatures and malformed ones count alike.
    for (const body of [forged(), '{}', forged(), forged()]) {
      expect([400, 403]).toContain((await ingestion.deliver(body, attacker)).status);
    }
    const refused = await ingestion.metric('refill_untrusted_total');
    const SigningCertURL = `https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-${'d'.repeat(32)}.pem`;
    const unknown = ingestion.signer.notification(drsMessage(), { SigningCertURL });
    for (const body of [forged(), 'x', unknown]) {
      const answer = await ingestion.deliver(body, attacker);
      expect(answer).toMatchObject({ status: 503, body: { code: 'SNS_TOO_MANY_FAILURES' } });
      const retryAfter = Number(answer.headers.get('retry-after'));
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(60);
    }
    expect(ingestion.fetched).toEqual([]);
    expect(await ingestion.metric('refill_untrusted_total')).toEqual(refused);
    expect(await ingestion.metric('refill_too_many_failures_total{')).toEqual([
      expect.stringMatching(/ 3$/),
    ]);

    // Genuine senders may share its address.
    const message = drsMessage();
    const genuine = ingestion.signer.notification(message);
    expect(await ingestion.deliver(genuine, attacker)).toMatchObject({
      status: 200,
      body: { outcome: 'taken' },
    });
    expect(await ingestion.temporal.signalsOf(orderIdOf(message))).toHaveLength(1);
    // Another source is judged on its own.
    expect((await ingestion.deliver(forged(), from('192.0.2.2'))).status).toBe(403);
  });
});
