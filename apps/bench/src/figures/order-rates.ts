import { randomUUID } from 'node:crypto';
import type { MinimalFact } from '../minimal/messages';
import type { BenchStack, MinimalKind } from '../stack/bench-stack';
import { storeCustomers } from '../stack/store-customers';
import { startBySignal } from './ceiling-signals';
import { inLanes, perSecond } from './in-lanes';
import { percentile } from './statistics';

/** An order under measurement: how it is placed and shipped, whichever side it is on. */
export interface OrderSide {
  /** Does before the clock runs what is no part of an order, such as storing its customer. */
  prepare(orders: readonly string[]): Promise<void>;
  /** @returns the address that the order's mails go to */
  place(order: string): Promise<string>;
  ship(order: string): Promise<void>;
}

/** How fast orders go from placed to closed. */
export interface OrderRate {
  readonly perSecond: number;
  /** From the notification to the first mail at the mail server, in ms. */
  readonly mailMs: readonly number[];
  readonly orders: readonly string[];
}

/**
 * Runs orders from placed to shipped, with both mails, in a closed loop: a lane ships its order when the mail of its
 * placing has arrived, and begins the next when that of its shipping has.
 */
export async function orderRate(
  stack: BenchStack,
  side: OrderSide,
  pieces: number,
  lanes: number,
): Promise<OrderRate> {
  const run = randomUUID().slice(0, 8);
  const orders = Array.from({ length: pieces }, (_, at) => `${run}-${String(at)}`);
  await side.prepare(orders);
  const mailMs: number[] = [];
  const ms = await inLanes(pieces, lanes, async (at) => {
    const order = orders[at] ?? '';
    const placedAt = Date.now();
    const address = await side.place(order);
    mailMs.push((await stack.mails.mails(address, 1)) - placedAt);
    await side.ship(order);
    await stack.mails.mails(address, 2);
  });
  return { perSecond: perSecond(pieces, ms), mailMs, orders };
}

/** Places many orders at once. @returns the 99th percentile of notification → mail, in ms */
export async function burstP99(
  stack: BenchStack,
  side: OrderSide,
  pieces: number,
): Promise<number> {
  const run = randomUUID().slice(0, 8);
  const orders = Array.from({ length: pieces }, (_, at) => `burst-${run}-${String(at)}`);
  await side.prepare(orders);
  const waits = await Promise.all(
    orders.map(async (order) => {
      const placedAt = Date.now();
      const address = await side.place(order);
      return (await stack.mails.mails(address, 1)) - placedAt;
    }),
  );
  return percentile(waits, 0.99);
}

const addressOf = (order: string): string => `${order}@bench.example`;

/** Orders of one of the hand-written workflows. */
export function minimalSide({ client }: BenchStack, kind: MinimalKind): OrderSide {
  return {
    prepare: () => Promise.resolve(),
    place: async (order) => {
      const address = addressOf(`${kind}-${order}`);
      await startBySignal(client, `bench-${kind}-${order}`, `bench-${kind}`, address);
      return address;
    },
    ship: async (order) => {
      const fact: MinimalFact = {
        notificationId: randomUUID(),
        occurredAt: new Date().toISOString(),
        recipient: addressOf(`${kind}-${order}`),
      };
      await client.workflow.getHandle(`bench-${kind}-${order}`).signal('shipped', fact);
    },
  };
}

/** How a notification reaches ingestion. */
export type Deliver = (body: string) => Promise<void>;

/** Orders of Refill, by really signed notifications: signed before the clock runs, for that is Amazon's work. */
export function refillSide({ signer, databaseUrl }: BenchStack, deliver: Deliver): OrderSide {
  const signed = new Map<string, { readonly placed: string; readonly shipped: string }>();
  const bodiesOf = (order: string): { readonly placed: string; readonly shipped: string } => {
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
