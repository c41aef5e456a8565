import { setTimeout as delay } from 'node:timers/promises';
import type { Amazon } from '../test-support/amazon';
import { type PlannedNotification, type PlannedOrder, planOrder } from './load-plan';
import type { SeededRandom } from './seeded-random';
import type { SnsLikeDelivery } from './sns-like-delivery';

/** How long it is from one order to the next, in ms. */
const PACE_MS = 60;
/** No new orders while so many deliveries are under way: outages must not make the backlog endless. */
const MOST_PENDING = 400;

/** Lets Amazon tell of one order after the other. */
export class OrderFeed {
  readonly orders: PlannedOrder[] = [];
  private readonly tellings: Promise<void>[] = [];

  constructor(
    private readonly amazon: Amazon,
    private readonly delivery: SnsLikeDelivery,
    private readonly random: SeededRandom,
  ) {}

  /** Tells of new orders until it is enough; returns when the last delivery has come to its end. */
  async run(enough: (orders: number) => boolean): Promise<void> {
    while (!enough(this.orders.length)) {
      const order = planOrder(this.random, this.orders.length, Date.now());
      this.orders.push(order);
      this.tellings.push(this.tell(order));
      await delay(PACE_MS);
      while (this.delivery.pending > MOST_PENDING) await delay(PACE_MS);
    }
    await Promise.all(this.tellings);
    await this.delivery.settled();
  }

  /** Tells all of an order: within a moment or over seconds, in an order of chance. */
  private async tell(order: PlannedOrder): Promise<void> {
    const spreadMs = this.random.chance(0.5) ? 200 : 4_000;
    if (order.keepsOrder) {
      for (const notification of order.notifications) await this.publish(order, notification);
      return;
    }
    const shuffled = this.random.shuffled(order.notifications);
    await Promise.all(
      shuffled.map(async (notification) => {
        await delay(this.random.between(0, spreadMs));
        await this.publish(order, notification);
      }),
    );
  }

  private async publish(order: PlannedOrder, notification: PlannedNotification): Promise<void> {
    const { notificationId, type, time, asins } = notification;
    await this.delivery.publish({
      id: notificationId,
      body: this.amazon.notification(type, {
        notificationId,
        time,
        orderId: order.orderId,
        serialNumber: order.serialNumber,
        customerId: order.customerId,
        slotId: order.slotId,
        products: asins.map((asin) => ({ asin, quantity: 1, unit: 'count' })),
      }),
    });
  }
}
