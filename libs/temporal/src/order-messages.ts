import { defineQuery, defineSignal } from '@temporalio/workflow';
import type {
  DeviceDeregistered,
  ItemShipped,
  OrderCancelled,
  OrderEnded,
  OrderFact,
  OrderPlaced,
  ReplenishRequested,
} from '@refill/order-lifecycle/order-fact';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import type { OrderWindows } from '@refill/order-lifecycle/order-windows';

/** The workflow type of an order. */
export const ORDER_WORKFLOW_TYPE = 'orderLifecycle';

/** What an order's workflow is started with. It stands in every history: only add optional fields. */
export interface OrderWorkflowInput {
  /** Amazon's `instanceId`. */
  readonly orderId: string;
  readonly windows: OrderWindows;
  /** `EMAIL_LOCAL_FIRST`: whether a mail is tried by a local activity before a regular one. Default: true. */
  readonly emailLocalFirst?: boolean;
  /** `HISTORY_URL`: where the pages of the history are; missing where nobody said. */
  readonly historyUrl?: string;
  /**
   * Whether the timer of the next deadline is started before the order is recorded, not after it, so that a replay sees
   * the same time (decision 22). Missing for orders that began before this was known; they go on as they began.
   */
  readonly timerFirst?: boolean;
  /**
   * Whether a timer is never cancelled within the workflow task that started it, so that a query does not tell a replay
   * from the first run (decision 23); only with `timerFirst`. Missing for orders that began before this was known.
   */
  readonly timerKept?: boolean;
}

/** Amazon placed the order. */
export const orderPlacedSignal = defineSignal<[OrderPlaced]>('OrderPlaced');
/** Amazon says that the order was cancelled. */
export const orderCancelledSignal = defineSignal<[OrderCancelled]>('OrderCancelled');
/** Amazon shipped the order or a part of it. */
export const itemShippedSignal = defineSignal<[ItemShipped]>('ItemShipped');
/** The order's device was deregistered. */
export const deviceDeregisteredSignal = defineSignal<[DeviceDeregistered]>('DeviceDeregistered');
/** An operator ended the order by hand. */
export const orderEndedSignal = defineSignal<[OrderEnded]>('OrderEnded');
/** The maker told us of its Replenish call. */
export const replenishRequestedSignal = defineSignal<[ReplenishRequested]>('ReplenishRequested');

/** What is known of the order now; `null` before the first notification is applied. */
export const orderStateQuery = defineQuery<OrderSnapshot | null>('state');
/** What happened to the order so far, oldest first. */
export const orderTimelineQuery = defineQuery<readonly OrderEvent[]>('timeline');

/** The names of all signals that carry a fact. */
export const ORDER_FACT_SIGNAL_NAMES: ReadonlySet<string> = new Set(
  [
    orderPlacedSignal,
    orderCancelledSignal,
    itemShippedSignal,
    deviceDeregisteredSignal,
    orderEndedSignal,
    replenishRequestedSignal,
  ].map((signal) => signal.name),
);

/** The name of the signal that carries a fact. */
export function signalNameOf(fact: OrderFact): string {
  switch (fact.type) {
    case 'order-placed':
      return orderPlacedSignal.name;
    case 'order-cancelled':
      return orderCancelledSignal.name;
    case 'item-shipped':
      return itemShippedSignal.name;
    case 'device-deregistered':
      return deviceDeregisteredSignal.name;
    case 'order-ended':
      return orderEndedSignal.name;
    case 'replenish-requested':
      return replenishRequestedSignal.name;
  }
}
