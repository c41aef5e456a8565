import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from './test-support/eventually';
import { newOrderId, WorkerRig } from './test-support/worker-rig';

describe('SIGTERM', () => {
  let rig: WorkerRig;
  beforeAll(async () => {
    rig = await WorkerRig.start();
  });
  afterEach(async () => {
    rig.mail.answerAfterMs = 0;
    await rig.killWorkers();
  });
  afterAll(async () => {
    await rig.stop();
  });

  /** How a mail stands in PostgreSQL. */
  async function storedEmail(orderId: string) {
    return await rig.database.db
      .selectFrom('emails')
      .select(['kind', 'outcome'])
      .where('order_id', '=', orderId)
      .execute();
  }

  it.each([
    ['local', true],
    ['regular', false],
  ])('lets a %s activity finish the mail it is sending', async (_name, emailLocalFirst) => {
    rig.mail.answerAfterMs = 2_500;
    const worker = await rig.work();
    const orderId = newOrderId();
    const coming = rig.mail.nextMail();
    await rig.tell(orderId, 'order-placed', rig.client(null), { emailLocalFirst });
    await coming;
    // The mail server has the mail and has not answered: the worst moment to stop.
    const began = Date.now();
    expect(await worker.stop()).toBe(0);
    expect(Date.now() - began).toBeGreaterThan(1_500);
    expect(rig.mailsOf(orderId, 'order-placed')).toBe(1);
    expect(await storedEmail(orderId)).toEqual([{ kind: 'order-placed', outcome: 'sent' }]);
    expect(worker.messages).toContain('stopped');

    // Whoever comes next finds it settled, and sends nothing again.
    rig.mail.answerAfterMs = 0;
    await rig.work();
    await rig.tell(orderId, 'item-shipped');
    await rig.eventOf(orderId, 'email-sent', 2);
    await rig.temporal.client.workflow.getHandle(`order:${orderId}`).result();
    expect(rig.mailsOf(orderId, 'order-placed')).toBe(1);
    expect(rig.mailsOf(orderId, 'item-shipped')).toBe(1);
    expect((await rig.events(orderId)).filter((type) => type === 'email-sent')).toHaveLength(2);
  });

  it('waits for a mail that takes longer than its activity waits', async () => {
    // The local activity gives up after 4.5 s, and nobody takes the regular one any more.
    rig.mail.answerAfterMs = 7_000;
    const worker = await rig.work();
    const orderId = newOrderId();
    const coming = rig.mail.nextMail();
    await rig.tell(orderId, 'order-placed', rig.client(null), { emailLocalFirst: true });
    await coming;
    expect(await worker.stop()).toBe(0);
    expect(await storedEmail(orderId)).toEqual([{ kind: 'order-placed', outcome: 'sent' }]);
    expect(rig.mailsOf(orderId, 'order-placed')).toBe(1);
  });

  it('finishes what is under way, and says by /readyz that it stops', async () => {
    rig.mail.answerAfterMs = 2_500;
    const worker = await rig.work();
    const orderIds = Array.from({ length: 5 }, newOrderId);
    const coming = rig.mail.nextMail();
    for (const orderId of orderIds) await rig.tell(orderId, 'order-placed');
    await coming;
    worker.kill('SIGTERM');
    const answer = await eventually(
      () => worker.readiness(),
      (readiness) => readiness?.checks['worker']?.ok === false,
    );
    expect(answer).toMatchObject({
      status: 'not-ready',
      checks: { worker: { detail: 'stopping' } },
    });
    expect(await worker.exited()).toBe(0);
    rig.mail.answerAfterMs = 0;
    await rig.work();
    for (const orderId of orderIds) await rig.eventOf(orderId, 'email-sent');
    // Time enough for a mail that would go out a second time.
    await delay(1_000);
    expect(orderIds.map((orderId) => rig.mailsOf(orderId, 'order-placed'))).toEqual([
      1, 1, 1, 1, 1,
    ]);
  });

  it('ends a worker that still waits for what it needs', async () => {
    const worker = await rig.spawn({ DATABASE_URL: 'postgres://refill@127.0.0.1:1/refill' });
    await eventually(
      () => worker.messages,
      (messages) => messages.some((message) => message.startsWith('waiting for PostgreSQL')),
    );
    expect(await worker.stop()).toBe(0);
    // Nothing listens there, and nothing refuses either: the attempt to connect hangs.
    const stuck = await rig.spawn({ TEMPORAL_ADDRESS: '192.0.2.1:7233' });
    await eventually(
      () => stuck.readiness(),
      (readiness) =>
        readiness?.checks['worker']?.detail ===
        'waiting for Temporal, to register the search attributes',
    );
    const began = Date.now();
    expect(await stuck.stop()).toBe(0);
    expect(Date.now() - began).toBeLessThan(5_000);
  });
});
