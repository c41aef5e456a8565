import { randomUUID } from 'node:crypto';
import type { NotificationType } from '../test-support/amazon';
import type { SeededRandom } from './seeded-random';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How many customers the orders belong to. */
export const CUSTOMERS = 100;

/** Of these customers nobody told how to reach them. */
export const CUSTOMERS_WITHOUT_CONTACT = 5;

/** How the life of an order goes in Amazon's telling. */
export type OrderStory =
  /** Placed, then shipped. */
  | 'shipped'
  /** Placed, then cancelled. */
  | 'cancelled'
  /** Cancelled, and never placed. */
  | 'unresolved'
  /** Two products that ship one by one. */
  | 'parts'
  /** Two products of which one ships. */
  | 'part-left'
  /** Placed, and no more. */
  | 'waiting'
  /** Placed longer ago than a customer may cancel. */
  | 'window-closed'
  /** Amazon contradicts itself: shipped after it was cancelled. */
  | 'shipped-after-all'
  /** Amazon contradicts itself: cancelled after it had shipped. */
  | 'cancelled-after-all'
  /** Placed, and the device is deregistered. */
  | 'deregistered';

/** One notification of an order, or of its device. */
export interface PlannedNotification {
  readonly notificationId: string;
  readonly type: NotificationType;
  /** `notificationTime`. */
  readonly time: Date;
  readonly asins: readonly string[];
}

/** An order and all that Amazon will tell about it. */
export interface PlannedOrder {
  readonly orderId: string;
  readonly story: OrderStory;
  readonly customerId: string;
  readonly hasContact: boolean;
  readonly serialNumber: string;
  readonly slotId: string;
  /** In the order in which they happened. */
  readonly notifications: readonly PlannedNotification[];
  /** Whether each waits until the one before it was taken. */
  readonly keepsOrder: boolean;
}

/** The id of a customer by number. */
export function customerIdOf(number: number): string {
  return `amzn1.account.FAULTS${number}`;
}

/** Plans the order of that number, from 0 on. */
export function planOrder(random: SeededRandom, number: number, now: number): PlannedOrder {
  const story = chooseStory(random);
  const customer = random.between(0, CUSTOMERS - 1);
  const placedAt = story === 'window-closed' ? now - 25 * HOUR : now - 10 * MINUTE;
  const happened = (
    type: NotificationType,
    minutes: number,
    asins: readonly string[] = [],
  ): PlannedNotification => ({
    notificationId: `amzn1.dash.notification.v1.${randomUUID()}`,
    type,
    time: new Date(placedAt + minutes * MINUTE),
    asins,
  });
  const placed = (...asins: readonly string[]) => happened('OrderPlacedNotification', 0, asins);
  const cancelled = (minutes: number) => happened('OrderCancelledNotification', minutes);
  const shipped = (minutes: number, ...asins: readonly string[]) =>
    happened('ItemShippedNotification', minutes, asins);
  const told: Readonly<Record<OrderStory, () => readonly PlannedNotification[]>> = {
    shipped: () => [placed('A'), shipped(2, 'A')],
    cancelled: () => [placed('A'), cancelled(2)],
    unresolved: () => [cancelled(2)],
    parts: () => [placed('A', 'B'), shipped(2, 'A'), shipped(4, 'B')],
    'part-left': () => [placed('A', 'B'), shipped(2, 'A')],
    waiting: () => [placed('A')],
    'window-closed': () => [placed('A')],
    'shipped-after-all': () => [placed('A'), cancelled(2), shipped(4, 'A')],
    'cancelled-after-all': () => [placed('A'), shipped(2, 'A'), cancelled(4)],
    deregistered: () => [placed('A'), happened('DeviceDeregisteredNotification', 3)],
  };
  return {
    orderId: `amzn1.dash.v2.o.${randomUUID()}`,
    story,
    customerId: customerIdOf(customer),
    hasContact: customer >= CUSTOMERS_WITHOUT_CONTACT,
    serialNumber: story === 'deregistered' ? `gone-${randomUUID()}` : `serial-${number % 300}`,
    slotId: `slot-${number}`,
    notifications: told[story](),
    // Told in another order, an order with a part to come would first seem whole, and end (ORDER_SETTLE).
    keepsOrder: story === 'part-left',
  };
}

function chooseStory(random: SeededRandom): OrderStory {
  const shares: readonly (readonly [OrderStory, number])[] = [
    ['shipped', 0.35],
    ['cancelled', 0.15],
    ['unresolved', 0.05],
    ['parts', 0.15],
    ['part-left', 0.05],
    ['waiting', 0.08],
    ['window-closed', 0.05],
    ['shipped-after-all', 0.03],
    ['cancelled-after-all', 0.03],
  ];
  let drawn = random.next();
  for (const [story, share] of shares) {
    drawn -= share;
    if (drawn < 0) return story;
  }
  return 'deregistered';
}
