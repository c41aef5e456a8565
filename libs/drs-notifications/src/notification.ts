/**
 * The normalised DRS notification: one union over the eight shapes that Amazon sends.
 *
 * Source: Amazon's page "Notification Messages (DRS)". Field names are Amazon's where Amazon has one.
 * What Amazon leaves out is `null`, never absent, so that a reader must think of it.
 */
export type DrsNotification = OrderNotification | DeviceNotification;

/** The notifications that are about one order. */
export type OrderNotification =
  OrderPlacedNotification | OrderCancelledNotification | ItemShippedNotification;

/** The notifications that are about one device. */
export type DeviceNotification =
  DeviceRegisteredNotification | DeviceDeregisteredNotification | SubscriptionChangedNotification;

/**
 * The version of a notification's shape: `1.0` or `2.0`; `null` for types that exist in one shape only.
 * It is read off the signed body, never off `MessageAttributes`, which SNS does not sign.
 */
export type NotificationVersion = '1.0' | '2.0' | null;

/** The device that a notification is about. */
export interface DeviceIdentity {
  /** Amazon's `productIdentifier.modelId`. */
  readonly modelId: string;
  /** Amazon's `deviceIdentifier.serialNumber`. */
  readonly serialNumber: string;
}

interface NotificationBase {
  /** Amazon's `notificationId`: the same in every redelivery. */
  readonly notificationId: string;
  /** When DRS sent it: ISO 8601, UTC, with milliseconds (`2016-12-02T21:09:58.689Z`). */
  readonly notificationTime: string;
  /** The Login with Amazon client, `null` where Amazon leaves it out. */
  readonly lwaClientId: string | null;
  readonly device: DeviceIdentity;
  /** Amazon's `directedCustomerId`. */
  readonly customerId: string;
}

/** One entry of `productInfo`. */
export interface ProductInfo {
  /** `null` in 1.0. */
  readonly asin: string | null;
  /** May be fractional; `null` where Amazon leaves it out. */
  readonly quantity: number | null;
  /** As Amazon writes it, in lower case (`count`, `pounds`); `null` where Amazon leaves it out. */
  readonly unit: string | null;
  /** Amazon's `estimatedDeliveryDate`, ISO 8601, UTC: of this entry in 2.0, of the order in 1.0. */
  readonly estimatedDelivery: string | null;
}

/** DRS got a Replenish call and the order met no issue. */
export interface OrderPlacedNotification extends NotificationBase {
  readonly type: 'OrderPlacedNotification';
  readonly version: '1.0' | '2.0';
  /** Amazon's `orderInfo.instanceId`; equals the `eventInstanceId` of the maker's Replenish call. */
  readonly instanceId: string;
  readonly slotId: string;
  readonly products: readonly ProductInfo[];
}

/** The customer cancelled a placed order, or an unresolved Replenish call ran out of its 72 hours. */
export interface OrderCancelledNotification extends NotificationBase {
  readonly type: 'OrderCancelledNotification';
  readonly version: null;
  readonly instanceId: string;
  readonly slotId: string;
}

/** Amazon shipped the order, or a part of it. */
export interface ItemShippedNotification extends NotificationBase {
  readonly type: 'ItemShippedNotification';
  readonly version: '1.0' | '2.0';
  readonly instanceId: string;
  readonly slotId: string;
  readonly products: readonly ProductInfo[];
}

/** The customer completed Login with Amazon for a device. */
export interface DeviceRegisteredNotification extends NotificationBase {
  readonly type: 'DeviceRegisteredNotification';
  readonly version: null;
}

/** The device is no longer registered; Amazon does not say why. */
export interface DeviceDeregisteredNotification extends NotificationBase {
  readonly type: 'DeviceDeregisteredNotification';
  readonly version: null;
}

/** A slot's state in SubscriptionChanged. */
export interface SlotSubscription {
  readonly slotId: string;
  /** `null` where Amazon leaves it out (seen in the sample as published). */
  readonly subscribed: boolean | null;
  /** Empty in 1.0. May hold the former selection while `subscribed` is `false`. */
  readonly products: readonly Omit<ProductInfo, 'estimatedDelivery'>[];
}

/** The state of every slot of a device after a change; Amazon does not say which of the five causes. */
export interface SubscriptionChangedNotification extends NotificationBase {
  readonly type: 'SubscriptionChangedNotification';
  readonly version: '1.0' | '2.0';
  /** In the order of the notification. */
  readonly slots: readonly SlotSubscription[];
}
