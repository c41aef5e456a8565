import { itemShipped, orderPlaced, type SimulatedProduct } from '../drs-messages';
import { takes } from '../pace';
import type { Scenario } from '../scenario';
import { ANSWER_WITHIN_MS, DAY_MS, SECOND_MS } from './durations';

const FILTER: SimulatedProduct = { asin: 'B0SIMFILTR', quantity: 2, unit: 'count' };
const CLEANER: SimulatedProduct = { asin: 'B0SIMCLEAN', quantity: 1, unit: 'count' };

/** Two ASINs that ship one after the other. */
export const partial: Scenario = {
  name: 'partial',
  shows: 'two ASINs placed; one ships, then the other (1.0 names no ASINs)',
  versions: ['2.0'],
  needsIngestionToken: false,
  repeats: false,
  plan: (context) => {
    const { orderId, pace, start } = context;
    const firstAt = takes(pace, DAY_MS, 5 * SECOND_MS);
    const secondAt = firstAt + takes(pace, DAY_MS, 5 * SECOND_MS);
    const delivery = start + secondAt + 2 * DAY_MS;
    return {
      steps: [
        {
          at: 0,
          waitingFor: null,
          action: {
            kind: 'notify',
            message: orderPlaced(context, {
              orderId,
              products: [FILTER, CLEANER],
              sentAt: start,
              delivery,
            }),
          },
        },
        {
          at: firstAt,
          waitingFor: 'Amazon to ship the first item',
          action: {
            kind: 'notify',
            message: itemShipped(context, {
              orderId,
              products: [FILTER],
              sentAt: start + firstAt,
              delivery,
            }),
          },
        },
        {
          at: firstAt,
          waitingFor: null,
          action: { kind: 'await', orderId, expected: { status: 'partially-shipped' } },
        },
        {
          at: secondAt,
          waitingFor: 'Amazon to ship the second item',
          action: {
            kind: 'notify',
            message: itemShipped(context, {
              orderId,
              products: [CLEANER],
              sentAt: start + secondAt,
              delivery,
            }),
          },
        },
      ],
      outcomes: [
        {
          orderId,
          expected: { status: 'shipped' },
          withinMs: ANSWER_WITHIN_MS,
          waitingFor: 'Refill to record the last shipment',
        },
      ],
    };
  },
};
