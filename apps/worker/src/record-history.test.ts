import { claimEmail, settleEmail } from '@refill/order-history/claim-email';
import { recordDevice } from '@refill/order-history/record-device';
import { deregisteredFact, deviceRecord } from '@refill/order-history/test-device';
import { newOrderId, SUBJECT, WorkerRig } from './test-support/worker-rig';

describe('the activity that records an order', () => {
  let rig: WorkerRig;
  beforeAll(async () => {
    rig = await WorkerRig.start();
    await rig.work();
  });
  afterAll(async () => {
    await rig.stop();
  });

  /** The local activities that an order ran. */
  const localActivitiesOf = async (orderId: string): Promise<number> =>
    (await rig.history(orderId)).filter((event) => event.markerRecordedEventAttributes != null)
      .length;

  it('sends the mails that are due by it', async () => {
    const orderId = newOrderId();
    await rig.tell(orderId, 'order-placed');
    await rig.eventOf(orderId, 'email-sent');
    await rig.tell(orderId, 'item-shipped');
    await rig.eventOf(orderId, 'email-sent', 2);
    expect(await rig.result(orderId)).toBe('shipped');
    expect(await rig.events(orderId)).toEqual([
      'order-placed',
      'email-sent',
      'item-shipped',
      'email-sent',
    ]);
    expect(rig.mailsOf(orderId, 'order-placed')).toBe(1);
    expect(rig.mailsOf(orderId, 'item-shipped')).toBe(1);
    expect(await localActivitiesOf(orderId)).toBe(2);
  });

  it('does not say of a mail that it was skipped while somebody may be sending it', async () => {
    const orderId = newOrderId();
    await rig.tell(orderId, 'replenish-requested');
    await rig.eventOf(orderId, 'replenish-requested');
    // As a worker does that then loses the order's task: the workflow knows nothing of it.
    const kind = 'order-placed';
    const messageId = '<lost@example.com>';
    const claimant = { id: 'another worker', holdMs: 60_000 };
    await claimEmail(rig.database.db, { orderId, kind, messageId, claimant });
    await rig.tell(orderId, 'order-cancelled');
    await rig.tell(orderId, 'order-placed');
    await rig.eventOf(orderId, 'order-placed');
    expect(await rig.status(orderId)).toBe('cancelled');
    const outcome = { outcome: 'sent', messageId } as const;
    const occurredAt = new Date().toISOString();
    await settleEmail(rig.database.db, { orderId, kind, outcome, occurredAt });
    expect(await rig.result(orderId)).toBe('cancelled');
    const events = await rig.events(orderId);
    expect(events.filter((type) => type === 'email-sent')).toHaveLength(2);
    expect(events).not.toContain('email-skipped');
    expect(events).not.toContain('email-failed');
  });

  it('leaves a mail to the order where the device was deregistered meanwhile', async () => {
    const { modelId, serialNumber } = SUBJECT;
    const gone = deregisteredFact({ occurredAt: new Date(Date.now() + 60_000).toISOString() });
    const device = { modelId, serialNumber };
    await recordDevice(rig.database.db, deviceRecord([gone], { device }));
    const orderId = newOrderId();
    await rig.tell(orderId, 'order-placed');
    await rig.eventOf(orderId, 'email-skipped');
    expect(await rig.events(orderId)).toEqual([
      'order-placed',
      'device-deregistered',
      'email-skipped',
    ]);
    expect(rig.mailsOf(orderId, 'order-placed')).toBe(0);
  });
});
