import { z } from 'zod';
import {
  deviceFactSchema,
  selectedProductSchema,
  subscriptionVersionSchema,
} from './device-fact-schema';
import { DEVICE_EMAIL_KINDS } from './device-email';
import type { DeviceState } from './device-state';
import { SUBSCRIPTION_CAUSES } from './subscription-cause';

/** A device's state on its way from one run of its workflow to the next. */
export interface DeviceCarry {
  /** Another number means that a worker of another release wrote it. */
  readonly format: 1;
  readonly state: DeviceState;
}

/**
 * What the next run has to be given so that nothing is lost: all that the device remembers.
 *
 * Its size is bounded by `DeviceMemory` once {@link compactDevice} has run with everything recorded.
 */
export function carryDevice(state: DeviceState): DeviceCarry {
  return { format: 1, state };
}

const position = z.object({
  type: z.enum(['device-registered', 'device-deregistered', 'subscription-changed']),
  notificationId: z.string(),
  occurredAt: z.string(),
});

const slot = z.object({
  slotId: z.string(),
  subscribed: z.boolean().nullable(),
  selection: z.enum(['none', 'some', 'unknown']),
  products: z.array(selectedProductSchema).nullable(),
  change: z
    .object({
      cause: z.enum(SUBSCRIPTION_CAUSES),
      notificationId: z.string(),
      occurredAt: z.string(),
    })
    .nullable(),
});

const past = z.object({
  until: position,
  after: position.nullable(),
  customerId: z.string(),
  registration: position.nullable(),
  subscriptions: z
    .object({
      ...position.shape,
      type: z.literal('subscription-changed'),
      folded: z.literal(true),
      customerId: z.string(),
      version: subscriptionVersionSchema.nullable(),
      slots: z.array(slot),
      everSelected: z.boolean(),
    })
    .nullable(),
  deregistration: position.nullable(),
});

const emailOutcome = z.union([
  z.literal('pending'),
  z.discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('sent'), messageId: z.string() }),
    z.object({
      outcome: z.literal('skipped'),
      reason: z.enum([
        'no-contact',
        'kind-switched-off',
        'too-old',
        'superseded',
        'device-deregistered',
      ]),
    }),
    z.object({ outcome: z.literal('failed'), code: z.string() }),
  ]),
]);

const count = z.int().positive();

/** Reads a carried state; unknown fields are dropped, one that is missing or wrong is an error that names it. */
export const deviceCarrySchema: z.ZodType<DeviceCarry> = z.object({
  format: z.literal(1),
  state: z.object({
    device: z.object({ modelId: z.string().min(1), serialNumber: z.string().min(1) }),
    windows: z.object({ nudgeAfterMs: z.number() }),
    memory: z.object({ facts: count, entries: count, ids: count }),
    past: past.nullable(),
    facts: z.array(deviceFactSchema),
    late: z.array(deviceFactSchema),
    recorded: z.array(z.string()),
    forgotten: z.array(z.string()),
    emails: z.array(
      z.object({
        kind: z.enum(DEVICE_EMAIL_KINDS),
        trigger: position,
        customerId: z.string(),
        slotIds: z.array(z.string()),
        outcome: emailOutcome,
      }),
    ),
  }),
});
