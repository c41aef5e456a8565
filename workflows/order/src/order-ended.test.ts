import { orderStateQuery } from '@refill/temporal/order-messages';
import { ended, item, placed, requested, shipped } from './test-support/facts';
import { OrderRig, type OrderUnderTest } from './test-support/order-rig';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('orderLifecycle, for an operator', () => {
  let rig: OrderRig;
  beforeAll(async () => {
    rig = await OrderRig.create();
  }, 120_000);
  afterAll(async () => {
    await rig.close();
  });

  const status = async (order: OrderUnderTest): Promise<string | undefined> =>
    (await order.handle.query(orderStateQuery))?.status;

  it.each(['requested', 'placed', 'partially-shipped'])(
    'ends by hand an order that is %s, and tells the customer nothing',
    async (open) => {
      await rig.run(
        (at) => {
          if (open === 'requested') return [requested(at(0))];
          if (open === 'placed') return [placed(at(0))];
          return [placed(at(0), [item('A'), item('B')]), shipped(at(1), 'A')];
        },
        async (order) => {
          await order.sleep(HOUR);
          expect(await status(order)).toBe(open);
          const mailsBefore = order.activities.emailKinds;
          await order.signal(ended(order.at(HOUR)));
          expect(await order.handle.result()).toBe('ended');
          expect(order.activities.emailKinds).toEqual(mailsBefore);
          expect(order.activities.eventTypes.at(-1)).toBe('order-ended');
          expect(order.activities.records.at(-1)?.snapshot).toMatchObject({
            status: 'ended',
            attention: [],
            next: null,
          });
        },
      );
    },
  );

  it('counts an end by hand once, however often it is told', async () => {
    await rig.run(
      (at) => [placed(at(0)), ended(at(HOUR)), ended(at(HOUR)), ended(at(HOUR))],
      async (order) => {
        expect(await order.handle.result()).toBe('ended');
        expect(order.activities.eventTypes.filter((type) => type === 'order-ended')).toHaveLength(
          1,
        );
        expect(order.activities.eventTypes).not.toContain('late-notification');
      },
    );
  });

  it('notes an end by hand that it cannot read, and goes on', async () => {
    await rig.run(
      (at) => [placed(at(0))],
      async (order) => {
        await order.handle.signal('OrderEnded', { type: 'order-ended', reason: 'words' });
        await order.sleep(HOUR);
        expect(await status(order)).toBe('placed');
        const { events } = order.activities;
        expect(events.filter(({ type }) => type === 'note')).toMatchObject([
          { data: { text: 'ignored a malformed signal; wrong: notificationId, occurredAt' } },
        ]);
      },
    );
  });

  it('believes Amazon, not the operator, on how it ended', async () => {
    await rig.run(
      (at) => [placed(at(0)), ended(at(HOUR)), shipped(at(2 * HOUR))],
      async (order) => {
        expect(await order.handle.result()).toBe('shipped');
        expect(order.activities.eventTypes).toEqual(
          expect.arrayContaining(['order-placed', 'order-ended', 'item-shipped']),
        );
      },
    );
  });

  it('leads from the Temporal UI to its page in the history', async () => {
    await rig.run(
      (at) => [placed(at(0))],
      async (order) => {
        await order.sleep(HOUR);
        const details = JSON.stringify(await order.handle.query('__temporal_workflow_metadata'));
        const orderId = encodeURIComponent(order.handle.workflowId.replace('order:', ''));
        expect(details).toContain(
          `[This order in the history](https://refill.example/history/orders/${orderId})`,
        );
        expect(details).toContain('An operator ended the order by hand.');
      },
      { historyUrl: 'https://refill.example/history/' },
    );
  });

  it('says in the Temporal UI that it was ended by hand', async () => {
    await rig.run(
      (at) => [placed(at(0))],
      async (order) => {
        await order.signal(ended(order.at(HOUR)));
        expect(await order.handle.result()).toBe('ended');
        const details = JSON.stringify(await order.handle.query('__temporal_workflow_metadata'));
        expect(details).toContain('### ended');
        expect(details).toContain(`| Ended by hand | ${order.at(HOUR)} |`);
        expect(details).not.toContain('in the history](');
      },
    );
  });

  it('tells what comes next, and records it without a record of its own', async () => {
    await rig.run(
      (at) => [placed(at(0), [item('A', at(3 * DAY))])],
      async (order) => {
        await order.sleep(4 * DAY);
        expect(order.activities.records.map(({ snapshot }) => snapshot.next)).toEqual([
          { kind: 'cancel-window', at: order.at(DAY) },
          { kind: 'overdue', at: order.at(3 * DAY) },
          { kind: 'expiry', at: order.at(33 * DAY) },
        ]);
      },
    );
  });
});
