import { DEFAULT_PRODUCTS, orderPlaced } from '../drs-messages';
import { takes } from '../pace';
import type { Scenario } from '../scenario';
import { durationText } from '../time-text';
import { ANSWER_WITHIN_MS, DAY_MS, SECOND_MS } from './durations';

/** Amazon never says how an order ended. */
export const expired: Scenario = {
  name: 'expired',
  shows: 'placed; then never a word of Amazon: given up 30 days past the estimated delivery',
  versions: ['1.0', '2.0'],
  needsIngestionToken: false,
  repeats: false,
  plan: (context) => {
    const { orderId, pace, start, windows } = context;
    const expiresAt = takes(pace, windows.expiryMs, 15 * SECOND_MS);
    const delivery = start + expiresAt - windows.expiryMs;
    return {
      steps: [
        {
          at: 0,
          waitingFor: null,
          action: {
            kind: 'notify',
            message: orderPlaced(context, {
              orderId,
              products: DEFAULT_PRODUCTS,
              // No later than the cancel window before it, or the window's end would come first.
              sentAt: delivery - Math.max(3 * DAY_MS, windows.cancelWindowMs),
              delivery,
            }),
          },
        },
        {
          at: 0,
          waitingFor: null,
          action: {
            kind: 'note',
            text: 'Its mails are skipped as too old (EMAIL_MAX_AGE): a backfill must not mail people.',
          },
        },
        {
          at: expiresAt,
          waitingFor: `${durationText(windows.expiryMs)} past the estimated delivery`,
          action: { kind: 'note', text: 'Refill stops waiting for Amazon.' },
        },
      ],
      outcomes: [
        {
          orderId,
          expected: { status: 'expired', attention: 'ship-overdue' },
          withinMs: ANSWER_WITHIN_MS,
          waitingFor: 'Refill to give up',
        },
      ],
    };
  },
};
