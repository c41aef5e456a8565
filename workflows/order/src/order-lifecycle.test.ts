import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { customerErasedSignal } from '@refill/temporal/customer-messages';
import { orderStateQuery, orderTimelineQuery } from '@refill/temporal/order-messages';
import { customerIdKey } from '@refill/temporal/search-attributes';
import {
  cancelled,
  deregistered,
  item,
  placed,
  requested,
  shipped,
  subject,
} from './test-support/facts';
import { OrderRig, type OrderUnderTest } from './test-support/order-rig';
import { RecordingActivities } from './test-support/recording-activities';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SETTLE = DEFAULT_ORDER_WINDOWS.settleMs;

describe('orderLifecycle', () => {
  let rig: OrderRig;
  beforeAll(async () => {
    rig = await OrderRig.create();
  }, 120_000);
  afterAll(async () => {
    await rig.close();
  });

  const status = async (order: OrderUnderTest): Promise<string | undefined> =>
    (await order.handle.query(orderStateQuery))?.status;

  it('ships', async () => {
    await rig.run(
      (at) => [placed(at(0))],
      async (order) => {
        await order.sleep(HOUR);
        expect(await status(order)).toBe('placed');
        await order.signal(shipped(order.at(HOUR)));
        expect(await order.handle.result()).toBe('shipped');
        expect(order.activities.emailKinds).toEqual(['order-placed', 'item-shipped']);
        expect(order.activities.eventTypes).toEqual(['order-placed', 'item-shipped']);
        const timeline = await order.handle.query(orderTimelineQuery);
        expect(timeline.map((event) => event.type)).toEqual([
          'order-placed',
          'email-sent',
          'item-shipped',
          'email-sent',
        ]);
      },
    );
  });

  it('says of a mail that a killed worker had begun, and nobody asks for any more, that nobody knows', async () => {
    await rig.run(
      (at) => [placed(at(0))],
      async (order) => {
        order.activities.unsettledEmails = ['order-cancelled', 'item-shipped'];
        // The mail of the placing goes out first: a shipment in the same breath would withdraw it.
        await order.sleep(HOUR);
        await order.signal(shipped(order.at(HOUR)));
        expect(await order.handle.result()).toBe('shipped');
        expect(order.activities.emailKinds).toEqual(['order-placed', 'item-shipped']);
        const { events } = order.activities;
        expect(events.filter((event) => event.type === 'email-failed')).toMatchObject([
          { data: { kind: 'order-cancelled', code: 'EMAIL_OUTCOME_UNKNOWN' } },
        ]);
      },
    );
  });

  it('takes over how a mail ended that it believed to be skipped', async () => {
    await rig.run(
      (at) => [cancelled(at(MINUTE)), placed(at(0))],
      async (order) => {
        const outcome = { outcome: 'sent', messageId: '<order-placed@test>' } as const;
        order.activities.emailsEndedOtherwise = [{ kind: 'order-placed', outcome }];
        expect(await order.handle.result()).toBe('cancelled');
        const timeline = await order.handle.query(orderTimelineQuery);
        const mails = timeline.filter(({ key }) => key === 'email:order-placed');
        expect(mails).toMatchObject([{ type: 'email-sent' }]);
      },
    );
  });

  it('sends mails by activities of their own where a worker does not send them with the record', async () => {
    const activities = new RecordingActivities();
    activities.mailsWithRecords = false;
    await rig.run(
      (at) => [placed(at(0))],
      async (order) => {
        await order.sleep(HOUR);
        // A rolling update: from here on a worker that does.
        activities.mailsWithRecords = true;
        await order.signal(shipped(order.at(HOUR)));
        expect(await order.handle.result()).toBe('shipped');
        expect(activities.emailKinds).toEqual(['order-placed', 'item-shipped']);
        const { events } = await order.handle.fetchHistory();
        const markers = events?.filter((event) => event.markerRecordedEventAttributes != null);
        expect(markers).toHaveLength(3);
      },
      { activities },
    );
  });

  it('awaits shipment when the 24 hours of the cancel window are over', async () => {
    await rig.run(
      (at) => [placed(at(0))],
      async (order) => {
        await order.sleep(24 * HOUR - MINUTE);
        expect(await status(order)).toBe('placed');
        await order.sleep(2 * MINUTE);
        expect(await status(order)).toBe('awaiting-shipment');
        expect(order.activities.eventTypes).toContain('cancel-window-closed');
        await order.signal(shipped(order.at(25 * HOUR)));
        expect(await order.handle.result()).toBe('shipped');
      },
    );
  });

  it('counts the window from notificationTime, not from arrival', async () => {
    await rig.run(
      (at) => [placed(at(-23 * HOUR))],
      async (order) => {
        await order.sleep(HOUR + MINUTE);
        expect(await status(order)).toBe('awaiting-shipment');
        await order.signal(cancelled(order.at(2 * HOUR)));
        expect(await order.handle.result()).toBe('cancelled');
      },
    );
  });

  it('is overdue when the estimated delivery passes, and expires 30 days later', async () => {
    await rig.run(
      (at) => [placed(at(0), [item('A', at(5 * DAY))])],
      async (order) => {
        await order.sleep(5 * DAY + MINUTE);
        const snapshot = await order.handle.query(orderStateQuery);
        expect(snapshot).toMatchObject({
          status: 'awaiting-shipment',
          attention: ['ship-overdue'],
        });
        expect(order.activities.emailKinds).toEqual(['order-placed', 'ship-overdue']);
        await order.sleep(29 * DAY);
        expect(await status(order)).toBe('awaiting-shipment');
        expect(await order.handle.result()).toBe('expired');
        expect(order.activities.eventTypes).toEqual([
          'order-placed',
          'cancel-window-closed',
          'ship-overdue',
          'expired',
        ]);
      },
    );
  });

  it('ships in parts, by ASIN', async () => {
    await rig.run(
      (at) => [placed(at(0), [item('A'), item('B')]), shipped(at(HOUR), 'A')],
      async (order) => {
        await order.sleep(2 * HOUR);
        expect(await status(order)).toBe('partially-shipped');
        expect(order.activities.emailKinds).not.toContain('item-shipped');
        await order.signal(shipped(order.at(2 * HOUR), 'B'));
        expect(await order.handle.result()).toBe('shipped');
        expect(order.activities.emailKinds).toContain('item-shipped');
      },
    );
  });

  it('is overdue and expires when a part never ships', async () => {
    await rig.run(
      (at) => [
        placed(at(0), [item('A', at(3 * DAY)), item('B', at(3 * DAY))]),
        shipped(at(HOUR), 'A'),
      ],
      async (order) => {
        expect(await order.handle.result()).toBe('expired');
        expect(order.activities.statuses).toContain('partially-shipped');
        expect(order.activities.emailKinds).toContain('ship-overdue');
      },
    );
  });

  it('is cancelled by the customer', async () => {
    await rig.run(
      (at) => [placed(at(0))],
      async (order) => {
        await order.sleep(HOUR);
        await order.signal(cancelled(order.at(HOUR)));
        expect(await order.handle.result()).toBe('cancelled');
        expect(order.activities.records.at(-1)?.snapshot.cancellationReason).toBe('customer');
        expect(order.activities.emailKinds).toEqual(['order-placed', 'order-cancelled']);
      },
    );
  });

  it('waits the settle time for OrderPlaced before it calls a cancellation unresolved', async () => {
    await rig.run(
      (at) => [cancelled(at(0))],
      async (order) => {
        await order.sleep(SETTLE / 2);
        expect(await status(order)).toBe('requested');
        expect(await order.handle.result()).toBe('cancelled');
        expect(order.activities.records.at(-1)?.snapshot.cancellationReason).toBe('unresolved');
      },
    );
  });

  it('calls it the customer’s when OrderPlaced comes within the settle time', async () => {
    await rig.run(
      (at) => [cancelled(at(HOUR))],
      async (order) => {
        await order.sleep(SETTLE / 2);
        await order.signal(placed(order.at(0)));
        expect(await order.handle.result()).toBe('cancelled');
        expect(order.activities.records.at(-1)?.snapshot.cancellationReason).toBe('customer');
        expect(order.activities.emailKinds).toEqual(['order-cancelled']);
        expect(order.activities.eventTypes).toContain('email-skipped');
      },
    );
  });

  it('ships after the settle time when OrderPlaced never comes', async () => {
    await rig.run(
      (at) => [shipped(at(0))],
      async (order) => {
        expect(await status(order)).toBe('requested');
        expect(await order.handle.result()).toBe('shipped');
      },
    );
  });

  it('expires unresolved 72 hours after Replenish', async () => {
    await rig.run(
      (at) => [requested(at(0))],
      async (order) => {
        await order.sleep(71 * HOUR);
        expect(await status(order)).toBe('requested');
        expect(await order.handle.result()).toBe('expired');
        const last = order.activities.records.at(-1)?.snapshot;
        expect(last?.attention).toEqual(['unresolved']);
        expect(order.activities.eventTypes).toEqual([
          'replenish-requested',
          'resolution-timeout',
          'expired',
        ]);
      },
    );
  });

  it('goes on when the order is placed within the 72 hours', async () => {
    await rig.run(
      (at) => [requested(at(0))],
      async (order) => {
        await order.sleep(70 * HOUR);
        await order.signal(placed(order.at(70 * HOUR)));
        await order.sleep(4 * HOUR);
        expect(await status(order)).toBe('placed');
        await order.signal(shipped(order.at(74 * HOUR)));
        expect(await order.handle.result()).toBe('shipped');
      },
    );
  });

  it('believes the later word when Amazon contradicts itself', async () => {
    await rig.run(
      (at) => [shipped(at(HOUR)), cancelled(at(2 * HOUR)), placed(at(0))],
      async (order) => {
        expect(await order.handle.result()).toBe('cancelled');
        expect(order.activities.records.at(-1)?.snapshot.attention).toEqual(['contradiction']);
      },
    );
  });

  it('applies a redelivered notification once', async () => {
    await rig.run(
      (at) => [placed(at(0)), placed(at(0)), placed(at(0))],
      async (order) => {
        await order.signal(shipped(order.at(1)));
        await order.handle.result();
        expect(order.activities.eventTypes.filter((type) => type === 'order-placed')).toHaveLength(
          1,
        );
      },
    );
  });

  it('records a deregistration, stops asking the customer to act, and goes on', async () => {
    await rig.run(
      (at) => [placed(at(0), [item('A', at(3 * DAY))])],
      async (order) => {
        await order.sleep(HOUR);
        await order.signal(deregistered(order.at(HOUR)));
        await order.sleep(4 * DAY);
        expect(order.activities.emailKinds).toEqual(['order-placed']);
        await order.signal(shipped(order.at(4 * DAY)));
        expect(await order.handle.result()).toBe('shipped');
        expect(order.activities.emailKinds).toEqual(['order-placed', 'item-shipped']);
        expect(order.activities.eventTypes).toContain('device-deregistered');
      },
    );
  });

  it('learns of a deregistration from the history', async () => {
    const activities = new RecordingActivities();
    await rig.run(
      (at) => {
        const fact = deregistered(at(1));
        if (fact.type === 'device-deregistered') activities.deregistrations = [fact];
        return [placed(at(0))];
      },
      async (order) => {
        await order.sleep(MINUTE);
        expect((await order.handle.query(orderStateQuery))?.deviceDeregisteredAt).toBe(order.at(1));
        await order.signal(shipped(order.at(HOUR)));
        await order.handle.result();
      },
      { activities },
    );
  });

  it('keeps trying to write the history', async () => {
    const activities = new RecordingActivities();
    activities.historyFailures = 20;
    await rig.run(
      (at) => [placed(at(0)), shipped(at(1))],
      async (order) => {
        expect(await order.handle.result()).toBe('shipped');
        expect(order.activities.eventTypes).toEqual([
          'order-placed',
          'item-shipped',
          'email-skipped',
        ]);
      },
      { activities },
    );
  });

  it('keeps trying to send a mail while the order goes on', async () => {
    const activities = new RecordingActivities();
    activities.emailFailures = 5;
    await rig.run(
      (at) => [placed(at(0))],
      async (order) => {
        await order.sleep(HOUR);
        expect(order.activities.emailKinds).toEqual(['order-placed']);
        await order.signal(shipped(order.at(HOUR)));
        expect(await order.handle.result()).toBe('shipped');
      },
      { activities },
    );
  });

  it('withdraws a mail that is no longer true', async () => {
    const activities = new RecordingActivities();
    activities.emailFailures = Infinity;
    await rig.run(
      (at) => [placed(at(0))],
      async (order) => {
        await order.sleep(HOUR);
        await order.signal(shipped(order.at(HOUR)));
        await order.sleep(MINUTE);
        activities.emailFailures = 0;
        expect(await order.handle.result()).toBe('shipped');
        expect(order.activities.emailKinds).toEqual(['item-shipped']);
        expect(order.activities.eventTypes).toContain('email-skipped');
      },
      { activities },
    );
  });

  it('gives up on a mail after days, and the order still ends', async () => {
    const activities = new RecordingActivities();
    activities.emailFailures = Infinity;
    await rig.run(
      (at) => [placed(at(0)), shipped(at(1))],
      async (order) => {
        expect(await order.handle.result()).toBe('shipped');
        expect(order.activities.records.at(-1)?.events).toMatchObject([
          { type: 'email-failed', data: { kind: 'item-shipped', code: 'EMAIL_GAVE_UP' } },
        ]);
      },
      { activities },
    );
  });

  it('sends mails by a regular activity alone where the setting says so', async () => {
    await rig.run(
      (at) => [placed(at(0))],
      async (order) => {
        await order.sleep(HOUR);
        await order.signal(shipped(order.at(HOUR)));
        await order.handle.result();
        const { events } = await order.handle.fetchHistory();
        const scheduled = (events ?? []).flatMap(
          (event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? [],
        );
        expect(scheduled).toEqual(['sendEmail', 'sendEmail']);
      },
      { emailLocalFirst: false },
    );
  });

  it('ends as late when an earlier run had ended the order', async () => {
    const activities = new RecordingActivities();
    activities.closedElsewhere = true;
    await rig.run(
      (at) => [placed(at(0))],
      async (order) => {
        expect(await order.handle.result()).toBe('late');
        expect(order.activities.emailKinds).toEqual([]);
      },
      { activities },
    );
  });

  it('forgets its customer when they were erased, also what is said of them later', async () => {
    const pseudonym = `erased-${'0'.repeat(32)}`;
    await rig.run(
      (at) => [placed(at(0))],
      async (order) => {
        await order.sleep(HOUR);
        const before = await order.handle.query(orderStateQuery);
        const records = order.activities.records.length;
        order.activities.customerPseudonym = pseudonym;
        await order.handle.signal(customerErasedSignal);
        await order.sleep(MINUTE);
        expect(order.activities.records).toHaveLength(records + 1);
        expect(await order.handle.query(orderStateQuery)).toEqual({
          ...before,
          customerId: pseudonym,
        });
        const { typedSearchAttributes } = await order.handle.describe();
        expect(typedSearchAttributes.get(customerIdKey)).toBe(pseudonym);

        await order.signal(shipped(order.at(2 * HOUR)));
        expect(await order.handle.result()).toBe('shipped');
        expect((await order.handle.query(orderStateQuery))?.customerId).toBe(pseudonym);
        const timeline = await order.handle.query(orderTimelineQuery);
        expect(timeline.map(({ type }) => type)).toContain('item-shipped');
        expect(JSON.stringify(timeline)).not.toContain(subject.customerId);
      },
    );
  });

  it('notes a malformed signal and goes on', async () => {
    await rig.run(
      (at) => [placed(at(0))],
      async (order) => {
        await order.handle.signal('ItemShipped', { type: 'item-shipped', occurredAt: 'yesterday' });
        await order.sleep(MINUTE);
        expect(order.activities.eventTypes).toContain('note');
        await order.signal(shipped(order.at(HOUR)));
        expect(await order.handle.result()).toBe('shipped');
      },
    );
  });
});
