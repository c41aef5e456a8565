import { defineSearchAttributeKey } from '@temporalio/common';

/** Where the order stands in its life, as in the table of statuses. */
export const orderStatusKey = defineSearchAttributeKey('OrderStatus', 'KEYWORD');
/** The order's attention marks. */
export const orderAttentionKey = defineSearchAttributeKey('OrderAttention', 'KEYWORD_LIST');
/** Amazon's `modelId`. */
export const deviceModelKey = defineSearchAttributeKey('DeviceModel', 'KEYWORD');
/** Amazon's `serialNumber`. */
export const deviceSerialKey = defineSearchAttributeKey('DeviceSerial', 'KEYWORD');
/** Amazon's `slotId`. */
export const slotIdKey = defineSearchAttributeKey('SlotId', 'KEYWORD');
/** Amazon's `directedCustomerId`: opaque, no personal data. */
export const customerIdKey = defineSearchAttributeKey('CustomerId', 'KEYWORD');
/** Where a device stands: registered, subscribed or deregistered. */
export const deviceStatusKey = defineSearchAttributeKey('DeviceStatus', 'KEYWORD');
/** The page of the order or the device on the history service; missing where nobody said where its pages are. */
export const historyPageKey = defineSearchAttributeKey('HistoryPage', 'KEYWORD');
/** When Amazon placed the order. */
export const placedAtKey = defineSearchAttributeKey('PlacedAt', 'DATETIME');

/** Every search attribute that Refill needs in its Temporal namespace. */
export const ALL_SEARCH_ATTRIBUTE_KEYS = [
  orderStatusKey,
  orderAttentionKey,
  deviceModelKey,
  deviceSerialKey,
  slotIdKey,
  customerIdKey,
  deviceStatusKey,
  historyPageKey,
  placedAtKey,
] as const;
