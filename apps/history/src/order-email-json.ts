import { z } from 'zod';
import { ORDER_EMAIL_KINDS } from '@refill/order-lifecycle/order-event';

/** A mail about an order as the API gives it. */
export const orderEmailSchema = z
  .object({
    kind: z.enum(ORDER_EMAIL_KINDS),
    outcome: z
      .enum(['sent', 'skipped', 'failed', 'pending'])
      .describe('`pending`: it is being sent, or tried again'),
    detail: z.string().nullable().describe('The reason of a skip, the code of a failure'),
    messageId: z.string().nullable(),
    at: z.iso.datetime().describe('When it ended; while it is pending, when it was begun'),
  })
  .meta({
    id: 'OrderEmail',
    examples: [
      {
        kind: 'order-placed',
        outcome: 'skipped',
        detail: 'no-contact',
        messageId: null,
        at: '2026-01-05T10:00:01.000Z',
      },
    ],
  });
