import { takes } from '../pace';
import type { Scenario } from '../scenario';
import { awaitDeviceStep, changeStep, chosenSlot, deviceIn, registerSteps } from './device-steps';
import { ANSWER_WITHIN_MS, HOUR_MS, SECOND_MS } from './durations';

/** A device is registered, and its customer chooses a product: no nudge. */
export const choose: Scenario = {
  name: 'choose',
  shows: 'a device is registered; welcome; the customer chooses a product: subscribed',
  versions: ['1.0', '2.0'],
  needsIngestionToken: false,
  repeats: false,
  plan: (context) => {
    const { slotId } = context.subject;
    const chosenAt = takes(context.pace, HOUR_MS, 5 * SECOND_MS);
    return {
      steps: [
        ...registerSteps(context),
        awaitDeviceStep(context, 2 * SECOND_MS, { status: 'registered' }),
        changeStep(context, chosenAt, 'the customer to choose a product', chosenSlot(slotId)),
      ],
      outcomes: [],
      devices: [
        {
          device: deviceIn(context),
          expected: {
            status: 'subscribed',
            registeredAt: context.start,
            causes: { [slotId]: 'product-chosen' },
            mails: ['device-welcome', 'subscription-changed'],
          },
          withinMs: ANSWER_WITHIN_MS,
          waitingFor: 'Refill to mail what was chosen',
        },
      ],
    };
  },
};
