import type { BenchStack } from '../stack/bench-stack';
import { storeCustomers } from '../stack/store-customers';
import { addressOf, type OrderSide } from './order-side';

/** How a notification reaches ingestion. */
export type Deliver = (body: string) => Promise<void>;

/** What SNS sends of one order. */
interface SignedOrder {
  readonly placed: string;
  readonly shipped: string;
}

/** Orders of Refill, by really signed notifications: signed before the clock runs, for that is Amazon's work. */
export function refillOrders({ signer, databaseUrl }: BenchStack, deliver: Deliver): OrderSide {
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
      for (const order of orders) {
        const ids = { orderId: refillOrderId(order), customerId: customerOf(order) };
        signed.set(order, {
          placed: signer.body('OrderPlacedNotification', ids),
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
  };
}

/** Amazon's id of an order of the bench. */
export function refillOrderId(order: string): string {
  return `bench-${order}`;
}

function customerOf(order: string): string {
  return `refill-${order}`;
}
