import type {
  DeviceDeregistered,
  DeviceRegistered,
  SubscriptionChanged,
} from '@refill/device-lifecycle/device-fact';

/** The customer of every fact that names no other. */
export const ANN = 'amzn1.account.ANN';

/** A DeviceRegistered. */
export function registered(occurredAt: string, customerId = ANN): DeviceRegistered {
  const notificationId = `registered ${occurredAt}`;
  return { type: 'device-registered', notificationId, occurredAt, customerId };
}

/** A DeviceDeregistered. */
export function deregistered(occurredAt: string, customerId = ANN): DeviceDeregistered {
  const notificationId = `deregistered ${occurredAt}`;
  return { type: 'device-deregistered', notificationId, occurredAt, customerId };
}

/** A 2.0 SubscriptionChanged: `{ink: [true, 'A'], toner: [false]}`. */
export function changed(
  occurredAt: string,
  slots: Readonly<Record<string, readonly [boolean, ...string[]]>>,
  customerId = ANN,
): SubscriptionChanged {
  return {
    type: 'subscription-changed',
    notificationId: `changed ${occurredAt}`,
    occurredAt,
    customerId,
    version: '2.0',
    slots: Object.entries(slots).map(([slotId, [subscribed, ...asins]]) => ({
      slotId,
      subscribed,
      products: asins.map((asin) => ({ asin, quantity: 1, unit: 'count' })),
    })),
  };
}
