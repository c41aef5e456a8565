import { z } from 'zod';
import { readSnapshot } from './read-snapshot';
import { rowsBy } from './rows-by';

const orderSchema = z.object({
  order_id: z.string(),
  status: z.string(),
  run_id: z.string(),
  refolded: z.boolean(),
  deregistered: z.boolean(),
});
const eventSchema = z.object({
  order_id: z.string(),
  seq: z.number(),
  type: z.string(),
  notification_id: z.string().nullable(),
  mail: z.string().nullable(),
});
const emailSchema = z.object({
  order_id: z.string(),
  kind: z.string(),
  message_id: z.string().nullable(),
  outcome: z.string().nullable(),
  /** The reason of a skip, the code of a failure. */
  detail: z.string().nullable(),
});
const backlogSchema = z.object({ deferred: z.number(), quarantined: z.number() });

/** An event of an order's history. */
export type StoredEvent = z.output<typeof eventSchema>;

/** A mail of an order as PostgreSQL knows it. */
export type StoredMail = z.output<typeof emailSchema>;

/** An order as PostgreSQL holds it. */
export interface StoredOrder {
  readonly status: string;
  readonly runId: string;
  /** Whether what came after its end was counted in: its workflow does not know of that. */
  readonly refolded: boolean;
  readonly deregistered: boolean;
  /** In order of `seq`. */
  readonly events: readonly StoredEvent[];
  readonly mails: readonly StoredMail[];
}

/** All that PostgreSQL holds. */
export interface StoredState {
  readonly orders: ReadonlyMap<string, StoredOrder>;
  /** How much waits for Temporal. */
  readonly deferred: number;
  /** How much is in quarantine and was not replayed. */
  readonly quarantined: number;
}

/** Reads all orders from PostgreSQL, past the history's API and its code. */
export async function readStoredOrders(databaseUrl: string): Promise<StoredState> {
  return await readSnapshot(databaseUrl, async (ask) => {
    const orders = await ask(
      orderSchema,
      `select order_id, status, run_id, refolded, device_deregistered_at is not null as deregistered
       from orders`,
    );
    const events = await ask(
      eventSchema,
      `select order_id, seq, type, notification_id,
              case when type like 'email-%' then data->>'kind' end as mail
       from order_events order by order_id, seq`,
    );
    const emails = await ask(
      emailSchema,
      'select order_id, kind, message_id, outcome, detail from emails',
    );
    const [backlog] = await ask(
      backlogSchema,
      `select (select count(*)::int from deferred) as deferred,
              (select count(*)::int from quarantine where state <> 'replayed') as quarantined`,
    );
    const eventsOf = rowsBy(events, (row) => row.order_id);
    const mailsOf = rowsBy(emails, (row) => row.order_id);
    return {
      orders: new Map(
        orders.map(({ order_id: id, run_id: runId, ...order }) => [
          id,
          { ...order, runId, events: eventsOf.get(id) ?? [], mails: mailsOf.get(id) ?? [] },
        ]),
      ),
      deferred: backlog?.deferred ?? 0,
      quarantined: backlog?.quarantined ?? 0,
    };
  });
}
