import { takes } from '../pace';
import type { Scenario } from '../scenario';
import { awaitDeviceStep, deviceIn, registerSteps } from './device-steps';
import { ANSWER_WITHIN_MS, SECOND_MS } from './durations';

/** A device is registered and nothing is chosen: a welcome, and a nudge once DEVICE_NUDGE_AFTER is over. */
export const register: Scenario = {
  name: 'register',
  shows: 'a device is registered; welcome; nothing is chosen; a mail asks the customer to choose',
  versions: ['1.0', '2.0'],
  needsIngestionToken: false,
  repeats: false,
  plan: (context) => {
    const { deviceWindows, pace, start } = context;
    const nudgedAt = takes(pace, deviceWindows.nudgeAfterMs, 10 * SECOND_MS);
    const registeredAt = start + nudgedAt - deviceWindows.nudgeAfterMs;
    return {
      steps: [
        ...registerSteps(context, registeredAt),
        awaitDeviceStep(context, 2 * SECOND_MS, {
          status: 'registered',
          mails: ['device-welcome'],
        }),
        {
          at: nudgedAt,
          waitingFor: 'the time in which a customer chooses by themselves to end',
          action: { kind: 'note', text: 'nothing was chosen: the nudge is due' },
        },
      ],
      outcomes: [],
      devices: [
        {
          device: deviceIn(context),
          expected: {
            status: 'registered',
            registeredAt,
            causes: { [context.subject.slotId]: 'new-registration' },
            mails: ['device-welcome', 'choose-products'],
          },
          withinMs: ANSWER_WITHIN_MS,
          waitingFor: 'Refill to mail the customer',
        },
      ],
    };
  },
};
