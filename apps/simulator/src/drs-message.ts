/**
 * DRS notifications as Amazon writes them, before any normalisation: what the simulator sends.
 * Source: Amazon's page "Notification Messages (DRS)" and its samples.
 */
export type DrsMessage = OrderMessage | NestedOrderMessage | DeviceMessage | SubscriptionMessage;

/** The types of notifications that the simulator can send. */
export type DrsMessageType =
  | 'OrderPlacedNotification'
  | 'OrderCancelledNotification'
  | 'ItemShippedNotification'
  | 'DeviceRegisteredNotification'
  | 'SubscriptionChangedNotification'
  | 'DeviceDeregisteredNotification';

/** Amazon's `notificationInfo`. */
export interface NotificationInfo {
  readonly notificationType: DrsMessageType;
  readonly lwaClientId: string;
  /** ISO 8601, UTC, with milliseconds. */
  readonly notificationTime: string;
  readonly notificationId: string;
  /** Always the same; it does not tell 1.0 from 2.0. */
  readonly version: '2015-06-05';
}

/** One entry of Amazon's `productInfo`; `asin` and `estimatedDeliveryDate` only in 2.0. */
export interface DrsProduct {
  readonly quantity?: number;
  readonly unit: string;
  readonly asin?: string;
  /** ISO 8601, UTC, without milliseconds. */
  readonly estimatedDeliveryDate?: string;
}

/** Amazon's `orderInfo`; `productInfo` is missing in OrderCancelled, `estimatedDeliveryDate` in 2.0. */
export interface OrderInfo {
  readonly instanceId: string;
  readonly slotId: string;
  readonly productInfo?: readonly DrsProduct[];
  /** ISO 8601, UTC, without milliseconds. */
  readonly estimatedDeliveryDate?: string;
}

interface MessageBase {
  readonly notificationInfo: NotificationInfo;
  readonly deviceInfo: {
    readonly deviceIdentifier: { readonly serialNumber: string };
    readonly productIdentifier: { readonly modelId: string };
  };
}

/** A notification about a device. */
export interface DeviceMessage extends MessageBase {
  readonly customerInfo: { readonly directedCustomerId: string };
}

/** What SubscriptionChanged says of a slot: a boolean in 1.0. */
export type SlotStatus =
  boolean | { readonly subscribed: boolean; readonly productInfoList: readonly DrsProduct[] };

/** SubscriptionChanged: the state of every slot. */
export interface SubscriptionMessage extends DeviceMessage {
  readonly subscriptionInfo: {
    readonly slotsSubscriptionStatus: Readonly<Record<string, SlotStatus>>;
  };
}

/** A notification about an order. */
export interface OrderMessage extends MessageBase {
  readonly customerInfo: { readonly directedCustomerId: string };
  readonly orderInfo: OrderInfo;
}

/** ItemShipped 2.0: Amazon nests `orderInfo` inside `customerInfo`. */
export interface NestedOrderMessage extends MessageBase {
  readonly customerInfo: { readonly directedCustomerId: string; readonly orderInfo: OrderInfo };
}

/** A notification as it is published to the topic. */
export interface PublishedMessage {
  /** SNS's `MessageId`; a redelivery has the same. */
  readonly messageId: string;
  readonly body: DrsMessage;
  /** The order that it is about; `null` when it is about a device. */
  readonly orderId: string | null;
  /** Names the version; 1.0 and the types of one version have none. */
  readonly messageAttributes: {
    readonly version: { readonly Type: 'String'; readonly Value: '2.0' };
  } | null;
  /** What it says, for the person who watches. */
  readonly says: string;
}
