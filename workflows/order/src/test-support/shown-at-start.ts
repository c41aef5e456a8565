import { TypedSearchAttributes } from '@temporalio/common';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import type { OrderWindows } from '@refill/order-lifecycle/order-windows';
import { startingSearchAttributes } from '@refill/temporal/order-search-attributes';
import {
  customerIdKey,
  deviceModelKey,
  deviceSerialKey,
  slotIdKey,
} from '@refill/temporal/search-attributes';
import { subject } from './facts';

/** What searches show of a test order from its start, as Refill starts one: its first task has no attribute to change. */
export function shownAtStart(
  orderId: string,
  windows: OrderWindows,
  fact: OrderFact,
): TypedSearchAttributes {
  return new TypedSearchAttributes([
    { key: deviceModelKey, value: subject.modelId },
    { key: deviceSerialKey, value: subject.serialNumber },
    { key: slotIdKey, value: subject.slotId },
    { key: customerIdKey, value: subject.customerId },
    ...startingSearchAttributes(orderId, windows, fact, Date.now()),
  ]);
}
