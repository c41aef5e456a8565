import { DEFAULT_PRODUCTS, orderCancelled, orderPlaced } from '../drs-messages';
import { takes } from '../pace';
import type { OrderOutcome, Scenario, ScenarioStep } from '../scenario';
import { ANSWER_WITHIN_MS, DAY_MS, HOUR_MS, SECOND_MS } from './durations';

/** Placed and cancelled by the customer; several times in a row for the same slot. */
export const cancelled: Scenario = {
  name: 'cancelled',
  shows: 'placed; cancelled by the customer (--times 2: the mail says that nothing is reordered)',
  versions: ['1.0', '2.0'],
  needsIngestionToken: false,
  repeats: true,
  plan: (context) => {
    const { pace, start, times } = context;
    const untilCancelled = takes(pace, HOUR_MS, 5 * SECOND_MS);
    const untilNext = untilCancelled + takes(pace, DAY_MS, 5 * SECOND_MS);
    const steps: ScenarioStep[] = [];
    const outcomes: OrderOutcome[] = [];
    for (let index = 0; index < times; index += 1) {
      const orderId = index === 0 ? context.orderId : `${context.orderId}-${String(index + 1)}`;
      const placedAt = index * untilNext;
      steps.push(
        {
          at: placedAt,
          waitingFor: index === 0 ? null : 'the device to order again for the same slot',
          action: {
            kind: 'notify',
            message: orderPlaced(context, {
              orderId,
              products: DEFAULT_PRODUCTS,
              sentAt: start + placedAt,
              delivery: start + placedAt + 3 * DAY_MS,
            }),
          },
        },
        {
          at: placedAt + untilCancelled,
          waitingFor: 'the customer to change their mind',
          action: {
            kind: 'notify',
            message: orderCancelled(context, {
              orderId,
              sentAt: start + placedAt + untilCancelled,
            }),
          },
        },
      );
      const expected = { status: 'cancelled', cancellationReason: 'customer' } as const;
      // The next order's mail counts the cancellations before it: they have to be known by then.
      if (index < times - 1) {
        steps.push({
          at: placedAt + untilCancelled,
          waitingFor: null,
          action: { kind: 'await', orderId, expected },
        });
      }
      outcomes.push({
        orderId,
        expected,
        withinMs: ANSWER_WITHIN_MS,
        waitingFor: 'Refill to record the cancellation',
      });
    }
    return { steps, outcomes };
  },
};
