import { sql } from 'kysely';
import { z } from 'zod';
import type { SubscriptionChanged } from '@refill/device-lifecycle/device-fact';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { orderFactSchema } from '@refill/order-lifecycle/order-fact-schema';
import type { OrderHistoryDatabase } from './database';
import { subscriptionChangedSchema } from './device-json';
import { readStored } from './stored-json';

const orderFactData = z.object({ fact: orderFactSchema });
const subscriptionData = z.object({ fact: subscriptionChangedSchema });

/**
 * The newest fact of a type that came in 2.0 about an order of a model, `null` without one; looks at all of them.
 * @throws HistoryError `HISTORY_ROW_INVALID` when its event is not what Refill writes
 */
export async function newestOrderFact(
  db: OrderHistoryDatabase,
  modelId: string,
  type: 'order-placed' | 'item-shipped',
): Promise<OrderFact | null> {
  const row = await db
    .selectFrom('orders')
    .innerJoin('order_events as event', 'event.order_id', 'orders.order_id')
    .select(['event.order_id', 'event.seq', 'event.data'])
    .where('orders.model_id', '=', modelId)
    // Not by the event's type: of a fact that came late, it says no more than that.
    .where(sql<boolean>`event.data #>> '{fact,type}' = ${type}`)
    .where(sql<boolean>`event.data #>> '{fact,version}' = '2.0'`)
    .orderBy('event.occurred_at', 'desc')
    .orderBy('event.notification_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const place = `event ${String(row.seq)} of order ${row.order_id}`;
  return readStored(orderFactData, row.data, place).fact;
}

/**
 * The newest SubscriptionChanged that came in 2.0 about a device of a model, `null` without one; looks at all of them.
 * @throws HistoryError `HISTORY_ROW_INVALID` when its event is not what Refill writes
 */
export async function newestSubscriptionChanged(
  db: OrderHistoryDatabase,
  modelId: string,
): Promise<SubscriptionChanged | null> {
  const row = await db
    .selectFrom('device_events')
    .select(['serial_number', 'seq', 'data'])
    .where('model_id', '=', modelId)
    .where('type', '=', 'subscription-changed')
    .where(sql<boolean>`data #>> '{fact,version}' = '2.0'`)
    .orderBy('occurred_at', 'desc')
    .orderBy('notification_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const place = `event ${String(row.seq)} of device ${modelId}/${row.serial_number}`;
  return readStored(subscriptionData, row.data, place).fact;
}
