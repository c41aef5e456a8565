// What all workflows of a worker share: `preloadModules` of the SDK's bundler. Every other module is evaluated anew for
// each workflow, and Zod alone took more than 1 MB of each. None of these keeps anything of a workflow: the cores are pure
// functions, and schemas only describe.
import '@refill/device-lifecycle/compact-device';
import '@refill/device-lifecycle/conclude-device';
import '@refill/device-lifecycle/device-events';
import '@refill/device-lifecycle/device-state';
import '@refill/device-lifecycle/device-view';
import '@refill/device-lifecycle/email-event';
import '@refill/device-lifecycle/emails-due';
import '@refill/device-lifecycle/fact-position';
import '@refill/device-lifecycle/with-customer-erased';
import '@refill/device-lifecycle/without-pending-emails';
import '@refill/order-lifecycle/customer-pseudonym';
import '@refill/order-lifecycle/email-event';
import '@refill/order-lifecycle/emails-due';
import '@refill/order-lifecycle/history-page';
import '@refill/order-lifecycle/malformed-signal';
import '@refill/order-lifecycle/markdown-cell';
import '@refill/order-lifecycle/markdown-link';
import '@refill/order-lifecycle/order-events';
import '@refill/order-lifecycle/order-state';
import '@refill/order-lifecycle/order-status';
import '@refill/order-lifecycle/order-view';
import '@refill/order-lifecycle/revision';
import '@refill/order-lifecycle/wait';
import '@refill/order-lifecycle/with-customer-erased';
import { deviceCarrySchema } from '@refill/device-lifecycle/device-carry';
import {
  deviceFactSchema,
  selectedProductSchema,
  subscriptionVersionSchema,
} from '@refill/device-lifecycle/device-fact-schema';
import { orderFactSchema } from '@refill/order-lifecycle/order-fact-schema';
import '@temporalio/common';
import { z } from 'zod';
import './stack-trace-depth';
import { notificationOfSignal } from './notification-of-signal';

/** Whether Zod works: at its first error it settles what it keeps for good, such as the language of its errors. */
const zodIsReady = !z.object({ when: z.iso.datetime() }).safeParse({ when: '' }).success;

/**
 * The schemas that are shared, frozen by us: the SDK freezes all that it shares down to the last leaf, and leaves alone
 * what is frozen already. A schema works with its own surface frozen once its methods are bound, which the first use
 * of each does; what it keeps below that is of values' shapes, never of values.
 */
export const sharedSchemas: readonly z.ZodType[] = [
  deviceCarrySchema,
  deviceFactSchema,
  notificationOfSignal,
  orderFactSchema,
  selectedProductSchema,
  subscriptionVersionSchema,
].map((schema) => {
  if (!zodIsReady || schema.safeParse(undefined).success) throw new Error('not a schema of ours');
  return Object.freeze(schema);
});
