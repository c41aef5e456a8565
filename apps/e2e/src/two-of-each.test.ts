import { freePort } from '@refill/local-stack/free-port';
import { ChildService } from './test-support/child-service';
import { newOrderId, Refill } from './test-support/refill';
import { until } from './test-support/until';

const CUSTOMER = 'amzn1.account.TWO';

describe('two workers and two ingestion instances on one database and one Temporal', () => {
  let refill: Refill;
  let ingestions: readonly [ChildService, ChildService];
  let workers: readonly [ChildService, ChildService];

  beforeAll(async () => {
    refill = await Refill.start();
    await refill.putContact(CUSTOMER, { email: 'customer@example.com' });
    const another = async (
      app: 'ingestion' | 'worker',
      variable: string,
    ): Promise<ChildService> => {
      const port = await freePort();
      return await ChildService.start(app, port, {
        ...refill.environment,
        [variable]: String(port),
      });
    };
    workers = [refill.service('worker'), await another('worker', 'WORKER_PORT')];
    ingestions = [refill.service('ingestion'), await another('ingestion', 'INGESTION_PORT')];
  }, 120_000);
  afterAll(async () => {
    await Promise.all([...workers, ...ingestions].map((service) => service.stop()));
    await refill.stop();
  });

  /** Delivers a notification as SNS does: again, and to another instance, where one does not answer. */
  async function deliver(body: string, to: readonly ChildService[]): Promise<void> {
    const answers = await Promise.all(
      to.map(async ({ url }) => {
        const answer = await fetch(`${url}/sns`, { method: 'POST', body }).catch(() => null);
        await answer?.arrayBuffer();
        return answer?.status ?? null;
      }),
    );
    expect(answers).toContain(200);
    for (const status of answers) expect([200, 503, null]).toContain(status);
  }

  /** The same notification reaches both instances at the same moment, as at-least-once delivery may do. */
  async function placeAndShip(orderId: string): Promise<void> {
    const order = { orderId, customerId: CUSTOMER };
    await deliver(refill.amazon.notification('OrderPlacedNotification', order), ingestions);
    await refill.eventOf(orderId, 'email-sent');
    await deliver(refill.amazon.notification('ItemShippedNotification', order), ingestions);
  }

  async function lifeOf(orderId: string): Promise<readonly string[]> {
    const events = await until(
      () => refill.events(orderId),
      (known) => known.filter(({ type }) => type === 'email-sent').length >= 2,
      60_000,
    );
    return events.map(({ seq, type }) => `${String(seq)} ${type}`);
  }

  async function expectOneLifeEach(orderIds: readonly string[]): Promise<void> {
    const lives = await Promise.all(orderIds.map(lifeOf));
    const life = ['1 order-placed', '2 email-sent', '3 item-shipped', '4 email-sent'];
    expect(lives).toEqual(orderIds.map(() => life));
    const messageIds = refill.mail.mails.map(({ messageId }) => messageId);
    expect(new Set(messageIds).size).toBe(messageIds.length);
  }

  it('give every order one life and every mail once, whoever does the work', async () => {
    const orderIds = Array.from({ length: 24 }, newOrderId);
    await Promise.all(orderIds.map(placeAndShip));
    await expectOneLifeEach(orderIds);
    expect(refill.mail.mails).toHaveLength(2 * orderIds.length);
    for (const worker of workers) expect(await mailsSentBy(worker)).toBeGreaterThan(0);
  }, 120_000);

  it('go on with one of each when the others are stopped in the middle', async () => {
    const before = refill.mail.mails.length;
    const orderIds = Array.from({ length: 24 }, newOrderId);
    const lives = Promise.all(orderIds.map(placeAndShip));
    await until(
      () => Promise.resolve(refill.mail.mails.length),
      (mails) => mails >= before + 8,
    );
    await Promise.all([workers[1].stop(), ingestions[1].stop()]);
    await lives;
    await expectOneLifeEach(orderIds);
    expect(refill.mail.mails).toHaveLength(before + 2 * orderIds.length);
  }, 120_000);
});

async function mailsSentBy(worker: ChildService): Promise<number> {
  const answer = await fetch(`${worker.url}/metrics`);
  const counts = (await answer.text()).matchAll(
    /^refill_emails_total\{[^}]*outcome="sent"[^}]*\} (\d+)$/gm,
  );
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}
