import { DEFAULT_PRODUCTS, itemShipped, orderPlaced } from '../drs-messages';
import { takes } from '../pace';
import type { Scenario } from '../scenario';
import { ANSWER_WITHIN_MS, DAY_MS, SECOND_MS } from './durations';

/** Placed, the cancel window closes, shipped. */
export const happy: Scenario = {
  name: 'happy',
  shows: 'placed; the cancel window closes; shipped',
  versions: ['1.0', '2.0'],
  needsIngestionToken: false,
  repeats: false,
  plan: (context) => {
    const { orderId, pace, start, windows } = context;
    const closesAt = takes(pace, windows.cancelWindowMs, 10 * SECOND_MS);
    const shippedAt = closesAt + takes(pace, DAY_MS, 5 * SECOND_MS);
    const products = {
      orderId,
      products: DEFAULT_PRODUCTS,
      delivery: start + shippedAt + 2 * DAY_MS,
    };
    return {
      steps: [
        {
          at: 0,
          waitingFor: null,
          action: {
            kind: 'notify',
            message: orderPlaced(context, {
              ...products,
              sentAt: start + closesAt - windows.cancelWindowMs,
            }),
          },
        },
        {
          at: closesAt,
          waitingFor: 'the time in which the customer may cancel to end',
          action: { kind: 'await', orderId, expected: { status: 'awaiting-shipment' } },
        },
        {
          at: shippedAt,
          waitingFor: 'Amazon to ship',
          action: {
            kind: 'notify',
            message: itemShipped(context, { ...products, sentAt: start + shippedAt }),
          },
        },
      ],
      outcomes: [
        {
          orderId,
          expected: { status: 'shipped' },
          withinMs: ANSWER_WITHIN_MS,
          waitingFor: 'Refill to record the shipment',
        },
      ],
    };
  },
};
