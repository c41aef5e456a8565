import { DEFAULT_PRODUCTS, itemShipped, orderPlaced } from '../drs-messages';
import { takes } from '../pace';
import type { Scenario } from '../scenario';
import { ANSWER_WITHIN_MS, DAY_MS, SECOND_MS } from './durations';

/** ItemShipped before OrderPlaced, and each of them twice. */
export const outOfOrder: Scenario = {
  name: 'out-of-order',
  shows: 'shipped arrives before placed, and each of them twice: the same end as in order',
  versions: ['1.0', '2.0'],
  needsIngestionToken: false,
  repeats: false,
  plan: (context) => {
    const { orderId, pace, start } = context;
    // SNS delays by seconds at any pace: what is sent last was written first.
    const placedBefore = takes(pace, DAY_MS, 60 * SECOND_MS);
    const products = { orderId, products: DEFAULT_PRODUCTS, delivery: start + 2 * DAY_MS };
    const shipped = itemShipped(context, { ...products, sentAt: start });
    const placed = orderPlaced(context, { ...products, sentAt: start - placedBefore });
    return {
      steps: [
        { at: 0, waitingFor: null, action: { kind: 'notify', message: shipped } },
        {
          at: 3 * SECOND_MS,
          waitingFor: 'SNS to deliver the same message again',
          action: { kind: 'notify', message: shipped },
        },
        {
          at: 8 * SECOND_MS,
          waitingFor: 'the delayed OrderPlaced',
          action: { kind: 'notify', message: placed },
        },
        {
          at: 11 * SECOND_MS,
          waitingFor: 'SNS to deliver the same message again',
          action: { kind: 'notify', message: placed },
        },
      ],
      outcomes: [
        {
          orderId,
          expected: { status: 'shipped' },
          withinMs: ANSWER_WITHIN_MS,
          waitingFor: 'Refill to put them in order',
        },
      ],
    };
  },
};
