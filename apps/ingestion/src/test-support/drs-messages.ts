import { randomUUID } from 'node:crypto';

/** What a test wants to be in a DRS message; the rest is made up, with a new order and a new device. */
export interface DrsMessageParts {
  readonly notificationType?: string;
  readonly notificationId?: string;
  readonly notificationTime?: string;
  readonly serialNumber?: string;
  readonly instanceId?: string;
}

/** A message of DRS with ids that no other has. */
export function drsMessage(parts: DrsMessageParts = {}) {
  const {
    notificationType = 'OrderPlacedNotification',
    notificationId = `amzn1.dash.notification.v1.${randomUUID()}`,
    notificationTime = new Date().toISOString(),
    serialNumber = `serial-${randomUUID()}`,
    instanceId = `amzn1.dash.v2.o.${randomUUID()}`,
  } = parts;
  return {
    notificationInfo: { notificationType, notificationTime, notificationId, version: '2015-06-05' },
    deviceInfo: {
      deviceIdentifier: { serialNumber },
      productIdentifier: { modelId: 'test-model' },
    },
    customerInfo: { directedCustomerId: 'amzn1.account.TEST' },
    ...bodyOf(notificationType, instanceId),
  };
}

/** The id of the order that a message is about. */
export function orderIdOf(message: ReturnType<typeof drsMessage>): string {
  if (message.orderInfo === undefined) throw new Error('this message is about no order');
  return message.orderInfo.instanceId;
}

interface Body {
  readonly orderInfo?: {
    readonly instanceId: string;
    readonly slotId: string;
    readonly productInfo?: readonly object[];
  };
  readonly subscriptionInfo?: object;
}

function bodyOf(notificationType: string, instanceId: string): Body {
  const product = {
    quantity: 1.5,
    unit: 'Count',
    asin: 'TESTASIN',
    estimatedDeliveryDate: '2030-01-05T07:59:59Z',
  };
  switch (notificationType) {
    case 'OrderPlacedNotification':
    case 'ItemShippedNotification':
      return { orderInfo: { instanceId, slotId: 'test-slot', productInfo: [product] } };
    case 'OrderCancelledNotification':
      return { orderInfo: { instanceId, slotId: 'test-slot' } };
    case 'SubscriptionChangedNotification':
      return { subscriptionInfo: { slotsSubscriptionStatus: { 'test-slot': true } } };
    default:
      return {};
  }
}
