import { takes } from '../pace';
import type { Scenario } from '../scenario';
import {
  awaitDeviceStep,
  changeStep,
  chosenSlot,
  deviceIn,
  FIRST_ASIN,
  registerSteps,
} from './device-steps';
import { ANSWER_WITHIN_MS, DAY_MS, HOUR_MS, SECOND_MS } from './durations';

/** The customer switches the subscription off, and on again. */
export const toggle: Scenario = {
  name: 'toggle',
  shows: 'the customer switches the subscription off, and on again; 2.0 keeps the product',
  versions: ['1.0', '2.0'],
  needsIngestionToken: false,
  repeats: false,
  plan: (context) => {
    const { slotId } = context.subject;
    const chosenAt = takes(context.pace, HOUR_MS, 4 * SECOND_MS);
    const offAt = chosenAt + takes(context.pace, DAY_MS, 5 * SECOND_MS);
    const onAt = offAt + takes(context.pace, DAY_MS, 5 * SECOND_MS);
    const off = { slotId, subscribed: false, asin: FIRST_ASIN };
    return {
      steps: [
        ...registerSteps(context),
        changeStep(context, chosenAt, 'the customer to choose a product', chosenSlot(slotId)),
        awaitDeviceStep(context, chosenAt, { status: 'subscribed' }),
        changeStep(context, offAt, 'the customer to switch it off', off),
        awaitDeviceStep(context, offAt, {
          status: 'registered',
          causes: { [slotId]: 'switched-off' },
        }),
        changeStep(context, onAt, 'the customer to switch it on', chosenSlot(slotId)),
      ],
      outcomes: [],
      devices: [
        {
          device: deviceIn(context),
          expected: {
            status: 'subscribed',
            causes: { [slotId]: 'switched-on' },
            // Of the choice, and of both switches.
            mails: [
              'device-welcome',
              'subscription-changed',
              'subscription-changed',
              'subscription-changed',
            ],
          },
          withinMs: ANSWER_WITHIN_MS,
          waitingFor: 'Refill to mail every change',
        },
      ],
    };
  },
};
