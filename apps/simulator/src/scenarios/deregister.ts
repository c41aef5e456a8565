import { DEFAULT_PRODUCTS, orderPlaced } from '../drs-messages';
import { takes } from '../pace';
import type { OrderOutcome, Scenario, ScenarioContext, ScenarioStep } from '../scenario';
import { changeStep, chosenSlot, deregisterStep, deviceIn, registerSteps } from './device-steps';
import { ANSWER_WITHIN_MS, DAY_MS, HOUR_MS, SECOND_MS } from './durations';

/** A device with two open orders is deregistered: both learn of it, and a goodbye goes out. */
export const deregister: Scenario = {
  name: 'deregister',
  shows: 'a device with two open orders is deregistered; both orders say so; goodbye',
  versions: ['1.0', '2.0'],
  needsIngestionToken: false,
  repeats: false,
  plan: (context) => {
    const { orderId, pace, subject } = context;
    const chosenAt = takes(pace, HOUR_MS, 3 * SECOND_MS);
    const placedAt = chosenAt + takes(pace, HOUR_MS, 3 * SECOND_MS);
    const goneAt = placedAt + takes(pace, HOUR_MS, 5 * SECOND_MS);
    const orderIds = [orderId, `${orderId}-2`];
    return {
      steps: [
        ...registerSteps(context),
        changeStep(
          context,
          chosenAt,
          'the customer to choose a product',
          chosenSlot(subject.slotId),
        ),
        ...orderIds.flatMap((id) => placeSteps(context, id, placedAt)),
        deregisterStep(context, goneAt, 'the customer to give the device away'),
      ],
      outcomes: orderIds.map(openOrderOfGoneDevice),
      devices: [
        {
          device: deviceIn(context),
          expected: {
            status: 'deregistered',
            registeredAt: context.start,
            deregisteredAt: context.start + goneAt,
            mails: ['device-welcome', 'device-deregistered'],
          },
          withinMs: ANSWER_WITHIN_MS,
          waitingFor: 'Refill to say goodbye',
        },
      ],
    };
  },
};

/**
 * Amazon places an order, and Refill shows it.
 * @param at ms after the start
 */
export function placeSteps(
  context: ScenarioContext,
  orderId: string,
  at: number,
): readonly ScenarioStep[] {
  const sentAt = context.start + at;
  return [
    {
      at,
      waitingFor: 'the device to reorder',
      action: {
        kind: 'notify',
        message: orderPlaced(context, {
          orderId,
          sentAt,
          products: DEFAULT_PRODUCTS,
          delivery: sentAt + 3 * DAY_MS,
        }),
      },
    },
    {
      at,
      waitingFor: null,
      action: { kind: 'await', orderId, expected: { status: 'placed' } },
    },
  ];
}

/** An order goes on when its device is gone, and says so. */
export function openOrderOfGoneDevice(orderId: string): OrderOutcome {
  return {
    orderId,
    expected: { status: 'placed', deviceDeregistered: true },
    withinMs: ANSWER_WITHIN_MS,
    waitingFor: 'Refill to tell the order',
  };
}
