import { z } from 'zod';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import { orderFactSchema } from '@refill/order-lifecycle/order-fact-schema';
import { emailSkipReasonSchema } from './stored-json';

const FACT_TYPES = [
  'replenish-requested',
  'order-placed',
  'order-cancelled',
  'item-shipped',
  'device-deregistered',
  'order-ended',
] as const;
const TIMEOUT_TYPES = [
  'cancel-window-closed',
  'ship-overdue',
  'resolution-timeout',
  'expired',
] as const;

const numbered = {
  /** 1, 2, 3 … per order, in the order of recording. */
  seq: z.int().positive(),
  key: z.string(),
  occurredAt: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
};
const fromNotification = {
  ...numbered,
  notificationId: z.string(),
  data: z.object({ fact: orderFactSchema }),
};
const resentEmail = {
  kind: z.string(),
  actionId: z.string(),
  actor: z.string().nullable(),
  otherAddress: z.boolean(),
};
const ofOurOwn = { ...numbered, notificationId: z.null() };

/** An event of an order's history as it was recorded: `OrderEvent` with its number and time of recording. */
export type RecordedOrderEvent = OrderEvent & {
  /** 1, 2, 3 … per order, in the order of recording, without gaps. */
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
};

/** Reads a row of `order_events`; a new event type needs its shape here. */
export const recordedOrderEventSchema: z.ZodType<RecordedOrderEvent> = z.discriminatedUnion(
  'type',
  [
    z.object({ ...fromNotification, type: z.enum(FACT_TYPES) }),
    z.object({ ...fromNotification, type: z.literal('late-notification') }),
    z.object({ ...ofOurOwn, type: z.enum(TIMEOUT_TYPES), data: z.object({}) }),
    z.object({
      ...ofOurOwn,
      type: z.literal('email-sent'),
      data: z.object({ kind: z.string(), messageId: z.string() }),
    }),
    z.object({
      ...ofOurOwn,
      type: z.literal('email-skipped'),
      data: z.object({
        kind: z.string(),
        reason: emailSkipReasonSchema,
      }),
    }),
    z.object({
      ...ofOurOwn,
      type: z.literal('email-failed'),
      data: z.object({ kind: z.string(), code: z.string() }),
    }),
    z.object({
      ...ofOurOwn,
      type: z.literal('note'),
      data: z.object({
        text: z.string(),
        actor: z.string().nullable().exactOptional(),
        actionId: z.string().exactOptional(),
      }),
    }),
    z.object({ ...ofOurOwn, type: z.literal('email-resent'), data: z.object(resentEmail) }),
    z.object({
      ...ofOurOwn,
      type: z.literal('email-resend-failed'),
      data: z.object({ ...resentEmail, code: z.string() }),
    }),
    z.object({
      ...ofOurOwn,
      type: z.literal('reconciled'),
      data: z.object({
        differences: z.array(
          z.object({ field: z.string(), history: z.unknown(), temporal: z.unknown() }),
        ),
        actionId: z.string(),
        actor: z.string().nullable(),
      }),
    }),
  ],
);
