import { DEVICE_EMAIL_KINDS } from '@refill/device-lifecycle/device-email';
import { ORDER_EMAIL_KINDS } from '@refill/order-lifecycle/order-event';

/** Every kind of mail that Refill can send: what `EMAIL_KINDS` may name, and its default. */
export const EMAIL_KINDS = [...ORDER_EMAIL_KINDS, ...DEVICE_EMAIL_KINDS] as const;

/** A kind of mail that Refill can send. */
export type EmailKind = (typeof EMAIL_KINDS)[number];
