import { z } from 'zod';
import { barOf } from '../bars';
import { type BenchStack, startBenchStack } from '../stack/bench-stack';
import { countOrders, type OrderCounts } from './count-orders';

/** So many that one of them is not split, however busy the machine is. */
const ORDERS = 8;
/**
 * What it costs; whoever lets it grow has to say so here. Bytes with some room for longer ids; transitions are 5 or 6, as
 * it comes, which is the bar.
 */
const TODAY = { historyEvents: 15, stateTransitions: 6, historyBytes: 4_450 };
/** Shipped after the time to cancel: one more workflow task, record and timer. */
const TODAY_LATER = { historyEvents: 22, stateTransitions: 9, historyBytes: 5_900 };

describe('what an order costs Temporal, from placed to shipped with both mails', () => {
  let stack: BenchStack;
  let counts: OrderCounts;
  beforeAll(async () => {
    const server = {
      storage: 'memory',
      temporalAddress: null,
      temporalBinary: z.string().parse(process.env['REFILL_TEST_TEMPORAL_EXECUTABLE']),
    } as const;
    stack = await startBenchStack(server, { say: () => undefined, atEnd: () => undefined });
    counts = await countOrders(stack, ORDERS);
    process.stderr.write(`An order's cost to Temporal: ${JSON.stringify(counts)}\n`);
  }, 180_000);
  afterAll(async () => {
    await stack.stop();
  }, 60_000);

  // The least of some: a slow machine may split a workflow task in two, and that is no fault of the design.
  it.each(['historyEvents', 'stateTransitions', 'historyBytes'] as const)(
    'is not more than it was: %s',
    (figure) => {
      const least = Math.min(...counts.orders.map((order) => order[figure]));
      expect(least).toBeLessThanOrEqual(TODAY[figure]);
      expect(TODAY[figure]).toBeLessThanOrEqual(barOf(figure).bar);
    },
  );

  it.each(['historyEvents', 'stateTransitions', 'historyBytes'] as const)(
    'is not more than it was, shipped after the time to cancel: %s',
    (figure) => {
      const least = Math.min(...counts.afterCancelWindow.map((order) => order[figure]));
      expect(least).toBeLessThanOrEqual(TODAY_LATER[figure]);
    },
  );

  it('stays within the bounds of the design: calls of the frontend', () => {
    const { frontendCalls } = counts;
    expect(frontendCalls).toBeGreaterThan(0);
    expect(frontendCalls).toBeLessThanOrEqual(barOf('frontendCalls').bar);
  });

  it('records what happened, in that order', () => {
    for (const { events } of counts.orders) {
      expect(events).toEqual(['order-placed', 'email-sent', 'item-shipped', 'email-sent']);
    }
    for (const { events } of counts.afterCancelWindow) {
      expect(events).toEqual([
        'order-placed',
        'email-sent',
        'cancel-window-closed',
        'item-shipped',
        'email-sent',
      ]);
    }
  });
});
