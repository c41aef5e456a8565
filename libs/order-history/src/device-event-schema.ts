import { z } from 'zod';
import { DEVICE_EMAIL_KINDS } from '@refill/device-lifecycle/device-email';
import type { DeviceEvent } from '@refill/device-lifecycle/device-event';
import {
  deviceDeregisteredSchema,
  deviceRegisteredSchema,
  slotChangeSchema,
  subscriptionChangedSchema,
} from './device-json';
import { emailSkipReasonSchema } from './stored-json';

const numbered = {
  /** 1, 2, 3 … per device, in the order of recording. */
  seq: z.int().positive(),
  key: z.string(),
  occurredAt: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
};
const fromNotification = { ...numbered, notificationId: z.string() };
const ofOurOwn = { ...numbered, notificationId: z.null() };
const kind = z.enum(DEVICE_EMAIL_KINDS);

/** An event of a device's history as it was recorded: `DeviceEvent` with its number and time of recording. */
export type RecordedDeviceEvent = DeviceEvent & {
  /** 1, 2, 3 … per device, in the order of recording, without gaps. */
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
};

/** Reads a row of `device_events`; a new event type needs its shape here. */
export const recordedDeviceEventSchema: z.ZodType<RecordedDeviceEvent> = z.discriminatedUnion(
  'type',
  [
    z.object({
      ...fromNotification,
      type: z.literal('device-registered'),
      data: z.object({ fact: deviceRegisteredSchema }),
    }),
    z.object({
      ...fromNotification,
      type: z.literal('device-deregistered'),
      data: z.object({ fact: deviceDeregisteredSchema }),
    }),
    z.object({
      ...fromNotification,
      type: z.literal('subscription-changed'),
      data: z.object({ fact: subscriptionChangedSchema, changes: z.array(slotChangeSchema) }),
    }),
    z.object({
      ...ofOurOwn,
      type: z.literal('email-sent'),
      data: z.object({ kind, messageId: z.string() }),
    }),
    z.object({
      ...ofOurOwn,
      type: z.literal('email-skipped'),
      data: z.object({ kind, reason: emailSkipReasonSchema }),
    }),
    z.object({
      ...ofOurOwn,
      type: z.literal('email-failed'),
      data: z.object({ kind, code: z.string() }),
    }),
    z.object({ ...ofOurOwn, type: z.literal('note'), data: z.object({ text: z.string() }) }),
  ],
);
