import { sql, type Transaction } from 'kysely';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import { toJsonWithout } from './customer-ids';
import type { DatabaseSchema } from './database-schema';
import type { ErasedCustomer } from './erased-customers';

/**
 * Adds the events that the order's history does not hold yet, by key and by `notificationId`.
 *
 * The caller must hold the lock on the order's row: it makes the numbers gapless and in order.
 * @param erased whose ids must not be written
 * @returns those that were new
 */
export async function appendEvents(
  trx: Transaction<DatabaseSchema>,
  orderId: string,
  events: readonly OrderEvent[],
  erased: readonly ErasedCustomer[],
): Promise<readonly OrderEvent[]> {
  const fresh = withoutRepetitions(events);
  if (fresh.length === 0) return [];
  const rows = fresh.map((event, index) => ({ position: index, ...event }));
  const added = await sql<{ key: string }>`
    insert into order_events (order_id, seq, key, type, occurred_at, notification_id, data)
    select ${orderId},
           (select coalesce(max(seq), 0) from order_events where order_id = ${orderId})
             + row_number() over (order by event.position),
           event.key, event.type, event."occurredAt", event."notificationId", event.data
    from jsonb_to_recordset(${toJsonWithout(erased, rows)}::jsonb) as event(
      position integer, key text, type text, "occurredAt" timestamptz, "notificationId" text,
      data jsonb)
    where not exists (
      select from order_events known
      where known.order_id = ${orderId}
        and (known.key = event.key or known.notification_id = event."notificationId"))
    returning key
  `.execute(trx);
  const keys = new Set(added.rows.map(({ key }) => key));
  return fresh.filter(({ key }) => keys.has(key));
}

/** The first of each key and of each notification. */
export function withoutRepetitions(events: readonly OrderEvent[]): readonly OrderEvent[] {
  const seen = new Set<string>();
  return events.filter((event) => {
    const names = [`key ${event.key}`];
    if (event.notificationId !== null) names.push(`notification ${event.notificationId}`);
    if (names.some((name) => seen.has(name))) return false;
    for (const name of names) seen.add(name);
    return true;
  });
}
