import { DEFAULT_PRODUCTS, itemShipped, orderPlaced } from '../drs-messages';
import { takes } from '../pace';
import type { Scenario } from '../scenario';
import { ANSWER_WITHIN_MS, DAY_MS, SECOND_MS } from './durations';

/** The estimated delivery passes without a shipment; then Amazon ships after all. */
export const overdue: Scenario = {
  name: 'overdue',
  shows: 'placed; the estimated delivery passes unshipped; attention and mail; shipped after all',
  versions: ['1.0', '2.0'],
  needsIngestionToken: false,
  repeats: false,
  plan: (context) => {
    const { orderId, pace, start, windows } = context;
    const closesAt = takes(pace, windows.cancelWindowMs, 10 * SECOND_MS);
    const overdueAt = closesAt + takes(pace, 3 * DAY_MS, 10 * SECOND_MS);
    const shippedAt = overdueAt + takes(pace, DAY_MS, 10 * SECOND_MS);
    return {
      steps: [
        {
          at: 0,
          waitingFor: null,
          action: {
            kind: 'notify',
            message: orderPlaced(context, {
              orderId,
              products: DEFAULT_PRODUCTS,
              sentAt: start + closesAt - windows.cancelWindowMs,
              delivery: start + overdueAt - windows.overdueGraceMs,
            }),
          },
        },
        {
          at: closesAt,
          waitingFor: 'the time in which the customer may cancel to end',
          action: { kind: 'await', orderId, expected: { status: 'awaiting-shipment' } },
        },
        {
          at: overdueAt,
          waitingFor: 'the estimated delivery to pass',
          action: {
            kind: 'await',
            orderId,
            expected: { status: 'awaiting-shipment', attention: 'ship-overdue' },
          },
        },
        {
          at: shippedAt,
          waitingFor: 'Amazon to ship after all',
          action: {
            kind: 'notify',
            message: itemShipped(context, {
              orderId,
              products: DEFAULT_PRODUCTS,
              sentAt: start + shippedAt,
              delivery: start + shippedAt + 2 * DAY_MS,
            }),
          },
        },
      ],
      outcomes: [
        {
          orderId,
          expected: { status: 'shipped', attention: 'ship-overdue' },
          withinMs: ANSWER_WITHIN_MS,
          waitingFor: 'Refill to record the shipment',
        },
      ],
    };
  },
};
