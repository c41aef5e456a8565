import type { EmailSkipReason } from '@refill/order-lifecycle/order-event';
import type { DeviceEmailKind } from './device-email';
import type { DeviceDeregistered, DeviceRegistered, SubscriptionChanged } from './device-fact';
import type { SlotChange } from './slot-change';

/** Every type of event in a device's history. */
export const DEVICE_EVENT_TYPES = [
  'device-registered',
  'device-deregistered',
  'subscription-changed',
  'email-sent',
  'email-skipped',
  'email-failed',
  'note',
] as const;

/** The type of an event in a device's history. */
export type DeviceEventType = (typeof DEVICE_EVENT_TYPES)[number];

/**
 * An event of a device's history before it has a number.
 * `key` makes recording idempotent: the same key is recorded once per device.
 */
export type DeviceEvent = FactEvent | EmailEvent | NoteEvent;

interface EventBase {
  readonly key: string;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
}

/** An event that a notification stands behind. */
export type FactEvent = EventBase & { readonly notificationId: string } & (
    | { readonly type: 'device-registered'; readonly data: { readonly fact: DeviceRegistered } }
    | { readonly type: 'device-deregistered'; readonly data: { readonly fact: DeviceDeregistered } }
    | {
        readonly type: 'subscription-changed';
        readonly data: {
          readonly fact: SubscriptionChanged;
          /** What it changed as far as was known when it was recorded. */
          readonly changes: readonly SlotChange[];
        };
      }
  );

/** How a mail ended. */
export type EmailEvent = EventBase & { readonly notificationId: null } & (
    | {
        readonly type: 'email-sent';
        readonly data: { readonly kind: DeviceEmailKind; readonly messageId: string };
      }
    | {
        readonly type: 'email-skipped';
        readonly data: { readonly kind: DeviceEmailKind; readonly reason: EmailSkipReason };
      }
    | {
        readonly type: 'email-failed';
        readonly data: { readonly kind: DeviceEmailKind; readonly code: string };
      }
  );

/** Something worth a line, such as a malformed signal. */
export type NoteEvent = EventBase & {
  readonly type: 'note';
  readonly notificationId: null;
  readonly data: { readonly text: string };
};
