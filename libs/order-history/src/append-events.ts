import { sql, type Transaction } from 'kysely';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import type { DatabaseSchema } from './database-schema';

/**
 * Adds the events that the order's history does not hold yet, by key and by `notificationId`.
 *
 * The caller must hold the lock on the order's row: it makes the numbers gapless and in order.
 * @returns how many were new
 */
export async function appendEvents(
  trx: Transaction<DatabaseSchema>,
  orderId: string,
  events: readonly OrderEvent[],
): Promise<number> {
  const fresh = withoutRepetitions(events);
  if (fresh.length === 0) return 0;
  const rows = fresh.map((event, index) => ({ position: index, ...event }));
  const { numAffectedRows } = await sql`
    insert into order_events (order_id, seq, key, type, occurred_at, notification_id, data)
    select ${orderId},
           (select coalesce(max(seq), 0) from order_events where order_id = ${orderId})
             + row_number() over (order by event.position),
           event.key, event.type, event."occurredAt", event."notificationId", event.data
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as event(
      position integer, key text, type text, "occurredAt" timestamptz, "notificationId" text,
      data jsonb)
    where not exists (
      select from order_events known
      where known.order_id = ${orderId}
        and (known.key = event.key or known.notification_id = event."notificationId"))
  `.execute(trx);
  return Number(numAffectedRows ?? 0);
}

/** The first of each key and of each notification. */
function withoutRepetitions(events: readonly OrderEvent[]): readonly OrderEvent[] {
  const seen = new Set<string>();
  return events.filter((event) => {
    const names = [`key ${event.key}`];
    if (event.notificationId !== null) names.push(`notification ${event.notificationId}`);
    if (names.some((name) => seen.has(name))) return false;
    for (const name of names) seen.add(name);
    return true;
  });
}
