import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import type { BenchStack } from '../stack/bench-stack';
import { orderStatus } from '../stack/history-requests';
import { storeCustomers } from '../stack/store-customers';
import { orderClosed } from './order-closed';
import { addressOf, type OrderSide } from './order-side';

/** How a notification reaches ingestion. */
export type Deliver = (body: string) => Promise<void>;

/** What SNS sends of one order. */
interface SignedOrder {
  readonly placed: string;
  readonly shipped: string;
}

/** An order can be cancelled for so long by default (`ORDER_CANCEL_WINDOW`), in ms. */
const CANCEL_WINDOW_MS = 24 * 60 * 60 * 1_000;

/**
 * Orders of Refill, by really signed notifications: signed before the clock runs, for that is Amazon's work.
 * @param historyUrl where they are read
 * @param cancellableForMs how long after they were prepared they can be cancelled, in ms; as long as any by default
 */
export function refillOrders(
  { signer, databaseUrl, temporal, historyToken }: BenchStack,
  historyUrl: string,
  deliver: Deliver,
  cancellableForMs = CANCEL_WINDOW_MS,
): OrderSide {
  const signed = new Map<string, SignedOrder>();
  const bodiesOf = (order: string): SignedOrder => {
    const bodies = signed.get(order);
    if (bodies === undefined) throw new Error(`not prepared: ${order}`);
    return bodies;
  };
  return {
    prepare: async (orders) => {
      await storeCustomers(databaseUrl, orders.map(customerOf));
      signed.clear();
      const placedAt = new Date(Date.now() + cancellableForMs - CANCEL_WINDOW_MS);
      for (const order of orders) {
        const ids = { orderId: refillOrderId(order), customerId: customerOf(order) };
        signed.set(order, {
          placed: signer.body('OrderPlacedNotification', { ...ids, notificationTime: placedAt }),
          shipped: signer.body('ItemShippedNotification', ids),
        });
      }
    },
    place: async (order) => {
      await deliver(bodiesOf(order).placed);
      return addressOf(customerOf(order));
    },
    ship: async (order) => {
      await deliver(bodiesOf(order).shipped);
      return addressOf(customerOf(order));
    },
    closed: async (order) => {
      const orderId = refillOrderId(order);
      await orderClosed(temporal.client, orderWorkflowId(orderId));
      const status = await orderStatus(historyUrl, orderId, historyToken);
      if (status !== 'shipped') throw new Error(`the history says of ${orderId}: ${status}`);
    },
  };
}

/** Amazon's id of an order of the bench. */
export function refillOrderId(order: string): string {
  return `bench-${order}`;
}

function customerOf(order: string): string {
  return `refill-${order}`;
}
