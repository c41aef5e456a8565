import { orderCancelled } from '../drs-messages';
import { takes } from '../pace';
import type { Scenario } from '../scenario';
import { durationText, notificationTime } from '../time-text';
import { ANSWER_WITHIN_MS, SECOND_MS } from './durations';

/** A Replenish call in Amazon's Order Resolution Flow that nobody resolved. */
export const unresolved: Scenario = {
  name: 'unresolved',
  shows:
    'Replenish called; never placed; Amazon cancels at the end of the 72 h to resolve the issue',
  versions: ['1.0', '2.0'],
  needsIngestionToken: true,
  repeats: false,
  plan: (context) => {
    const { orderId, pace, start, subject, windows } = context;
    const endsAt = takes(pace, windows.resolutionWindowMs, 15 * SECOND_MS);
    // Amazon's word comes just before Refill's own clock runs out.
    const cancelledAt = endsAt - 5 * SECOND_MS;
    return {
      steps: [
        {
          at: 0,
          waitingFor: null,
          action: {
            kind: 'replenish',
            replenishment: {
              eventInstanceId: orderId,
              detailCode: 'STANDARD_ORDER_PLACED',
              ...subject,
              requestedAt: notificationTime(start + endsAt - windows.resolutionWindowMs),
            },
          },
        },
        {
          at: cancelledAt,
          waitingFor: 'the customer to resolve the issue (they do not)',
          action: {
            kind: 'notify',
            message: orderCancelled(context, { orderId, sentAt: start + cancelledAt }),
          },
        },
        {
          at: cancelledAt,
          waitingFor: null,
          action: {
            kind: 'note',
            text:
              `Without OrderPlaced a cancellation means "unresolved". OrderPlaced may still be under way: ` +
              `Refill waits ${durationText(windows.settleMs)} for it (ORDER_SETTLE), counted from arrival, at any pace.`,
          },
        },
      ],
      outcomes: [
        {
          orderId,
          expected: { status: 'cancelled', cancellationReason: 'unresolved' },
          withinMs: windows.settleMs + ANSWER_WITHIN_MS,
          waitingFor: 'the settle time to pass',
        },
      ],
    };
  },
};
