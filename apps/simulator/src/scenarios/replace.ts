import { takes } from '../pace';
import type { Scenario } from '../scenario';
import { awaitDeviceStep, changeStep, chosenSlot, deviceIn, registerSteps } from './device-steps';
import { ANSWER_WITHIN_MS, DAY_MS, HOUR_MS, SECOND_MS } from './durations';

/** Amazon replaces a product that is no longer available. */
export const replace: Scenario = {
  name: 'replace',
  shows: 'Amazon replaces the chosen product by another (1.0 names no products)',
  versions: ['2.0'],
  needsIngestionToken: false,
  repeats: false,
  plan: (context) => {
    const { slotId } = context.subject;
    const chosenAt = takes(context.pace, HOUR_MS, 4 * SECOND_MS);
    const replacedAt = chosenAt + takes(context.pace, DAY_MS, 5 * SECOND_MS);
    return {
      steps: [
        ...registerSteps(context),
        changeStep(context, chosenAt, 'the customer to choose a product', chosenSlot(slotId)),
        awaitDeviceStep(context, chosenAt, {
          status: 'subscribed',
          causes: { [slotId]: 'product-chosen' },
        }),
        changeStep(
          context,
          replacedAt,
          'Amazon to run out of it',
          chosenSlot(slotId, 'B0SIMOTHER'),
        ),
      ],
      outcomes: [],
      devices: [
        {
          device: deviceIn(context),
          expected: {
            status: 'subscribed',
            causes: { [slotId]: 'product-replaced' },
            // Of the choice, and of the replacement.
            mails: ['device-welcome', 'subscription-changed', 'subscription-changed'],
          },
          withinMs: ANSWER_WITHIN_MS,
          waitingFor: 'Refill to tell the customer',
        },
      ],
    };
  },
};
