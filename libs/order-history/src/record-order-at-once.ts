import { type RawBuilder, sql } from 'kysely';
import type { OrderEventType } from '@refill/order-lifecycle/order-event';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { z } from 'zod';
import { withoutRepetitions } from './append-events';
import { versionWordsIn } from './count-versions';
import { customerIdsIn } from './customer-ids';
import type { OrderHistoryDatabase } from './database';
import { emailClaimOf } from './email-claim';
import { type OrderRun, runColumns, snapshotColumns, sortAtOf } from './order-row';
import type { RecordOrderInput, WrittenOrder } from './order-record';
import { readStored } from './stored-json';
import { type OrderBefore, statusChangeOf } from './status-change';

interface ResultRow {
  readonly status: OrderBefore['status'] | null;
  readonly requested_at: string | null;
  readonly placed_at: string | null;
  readonly cancellable_until: string | null;
  readonly started_at: string;
  readonly first_shipment_at: string | null;
  readonly claims: unknown;
}

const claimRows = z.array(
  z.object({
    kind: z.string(),
    message_id: z.string().nullable(),
    outcome: z.enum(['sent', 'skipped', 'failed']).nullable(),
    detail: z.string().nullable(),
    claimed_by: z.string().nullable(),
  }),
);

/**
 * Writes an order, its new events and the claims of its mails by one statement, as nearly every order can be.
 * @returns `null` when it has to be done with care, by a transaction; then nothing was written
 */
export async function recordOrderAtOnce(
  db: OrderHistoryDatabase,
  input: RecordOrderInput,
): Promise<WrittenOrder | null> {
  const { emails = [], snapshot } = input;
  if (!input.events.every(({ type }) => ADDED_ALONE[type])) return null;
  const { rows } = await statement(input).execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const place = `mails of order ${snapshot.orderId}`;
  const claimed = readStored(claimRows, row.claims, place);
  const before = row.status === null ? null : { ...row, status: row.status };
  return {
    outcome: 'recorded',
    change: statusChangeOf(before, input),
    claims: emails.flatMap((email) => {
      const { kind } = email;
      const found = claimed.find((claim) => claim.kind === kind);
      return found === undefined ? [] : [{ kind, claim: emailClaimOf(found, email, place) }];
    }),
  };
}

/** Whether an event is added and that is all: others settle a mail or an operator's action besides. */
const ADDED_ALONE: Readonly<Record<OrderEventType, boolean>> = {
  'replenish-requested': true,
  'order-placed': true,
  'order-cancelled': true,
  'item-shipped': true,
  'device-deregistered': true,
  'cancel-window-closed': true,
  'ship-overdue': true,
  'resolution-timeout': true,
  expired: true,
  note: true,
  'order-ended': false,
  'late-notification': false,
  'email-sent': false,
  'email-skipped': false,
  'email-failed': false,
  'email-resent': false,
  'email-resend-failed': false,
  reconciled: false,
};

function statement({
  snapshot,
  events,
  emails = [],
  ...run
}: RecordOrderInput): RawBuilder<ResultRow> {
  const fresh = withoutRepetitions(events);
  const words = fresh.flatMap((event) =>
    versionWordsIn(event).map((word) => ({ ...word, key: event.key })),
  );
  const customers = [...customerIdsIn({ snapshot, events })];
  const mails = emails.map(({ kind, messageId, claimant }) => {
    return { kind, messageId, claimedBy: claimant.id, holdMs: claimant.holdMs };
  });
  return sql<ResultRow>`
    select * from record_order_at_once(
      ${JSON.stringify(writtenBy(snapshot, run))}, ${customers}, ${JSON.stringify(fresh)},
      ${JSON.stringify(words)}, ${JSON.stringify(mails)})`;
}

/** The columns of `orders`, those of JSON as what they hold. */
function writtenBy(snapshot: OrderSnapshot, run: OrderRun) {
  return {
    order_id: snapshot.orderId,
    ...snapshotColumns(snapshot),
    items: snapshot.items,
    ...runColumns(run),
    windows: run.windows,
    sort_at: sortAtOf(snapshot),
  };
}
