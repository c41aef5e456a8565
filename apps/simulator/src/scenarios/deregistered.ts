import { deviceDeregistered } from '../device-messages';
import { DEFAULT_PRODUCTS, itemShipped, orderPlaced } from '../drs-messages';
import { takes } from '../pace';
import type { Scenario } from '../scenario';
import { ANSWER_WITHIN_MS, DAY_MS, HOUR_MS, SECOND_MS } from './durations';

/** The device is deregistered while its order is open: Amazon still says how the order ends. */
export const deregistered: Scenario = {
  name: 'deregistered',
  shows: 'placed; the device is deregistered; Amazon ships the order all the same',
  versions: ['1.0', '2.0'],
  needsIngestionToken: false,
  repeats: false,
  plan: (context) => {
    const { orderId, pace, start } = context;
    const deregisteredAt = takes(pace, HOUR_MS, 5 * SECOND_MS);
    const shippedAt = deregisteredAt + takes(pace, DAY_MS, 5 * SECOND_MS);
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
          action: { kind: 'notify', message: orderPlaced(context, { ...products, sentAt: start }) },
        },
        {
          at: deregisteredAt,
          waitingFor: 'the customer to give the device away',
          action: { kind: 'notify', message: deviceDeregistered(context, start + deregisteredAt) },
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
          expected: { status: 'shipped', deviceDeregistered: true },
          withinMs: ANSWER_WITHIN_MS,
          waitingFor: 'Refill to record the shipment',
        },
      ],
    };
  },
};
