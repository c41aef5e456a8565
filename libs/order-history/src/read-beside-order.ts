import { sql } from 'kysely';
import { ORDER_EMAIL_KINDS, type OrderEmailKind } from '@refill/order-lifecycle/order-event';
import type { DeviceDeregistered } from '@refill/order-lifecycle/order-fact';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { isTerminal } from '@refill/order-lifecycle/order-status';
import type { Contact } from './contacts';
import type { OrderHistoryDatabase } from './database';

/** What stands beside an order that its workflow has to know. */
export interface BesideOrder {
  /** The deregistrations of the order's device from the order's beginning on, oldest first. */
  readonly deregistrations: readonly DeviceDeregistered[];
  /** Once the order has ended: mails that were claimed and never settled. */
  readonly unsettledEmails: readonly OrderEmailKind[];
  /** How to reach the customer, where that was asked for; `null` when nobody told us. */
  readonly contact: Contact | null;
}

/** Times are ISO 8601, UTC. */
type Row =
  | { readonly what: 'deregistration'; readonly id: string; readonly at: string }
  | { readonly what: 'mail'; readonly id: string }
  | {
      readonly what: 'contact';
      readonly id: string;
      readonly email: string;
      readonly name: string | null;
      readonly locale: string | null;
    };

/**
 * Reads what stands beside an order, by one statement.
 * @param withContact whether the customer is to be written to
 */
export async function readBesideOrder(
  db: OrderHistoryDatabase,
  { orderId, device, customerId, startedAt, status }: OrderSnapshot,
  withContact: boolean,
): Promise<BesideOrder> {
  const { rows } = await sql<Row>`
    select * from read_beside_order(
      ${orderId}, ${isTerminal(status)}, ${device.modelId}, ${device.serialNumber}, ${startedAt},
      ${withContact ? customerId : null})`.execute(db);
  const unsettled = new Set(rows.flatMap((row) => (row.what === 'mail' ? [row.id] : [])));
  return {
    deregistrations: rows.flatMap(deregistrationOf).sort(byTimeThenId),
    unsettledEmails: ORDER_EMAIL_KINDS.filter((kind) => unsettled.has(kind)),
    contact: rows.flatMap(contactOf)[0] ?? null,
  };
}

function deregistrationOf(row: Row): readonly DeviceDeregistered[] {
  if (row.what !== 'deregistration') return [];
  return [{ type: 'device-deregistered', notificationId: row.id, occurredAt: row.at }];
}

function contactOf(row: Row): readonly Contact[] {
  if (row.what !== 'contact') return [];
  return [{ customerId: row.id, email: row.email, name: row.name, locale: row.locale }];
}

/** Both are text of one form, so their order is that of what they mean. */
function byTimeThenId(a: DeviceDeregistered, b: DeviceDeregistered): number {
  const place = ({ occurredAt, notificationId }: DeviceDeregistered): string =>
    `${occurredAt} ${notificationId}`;
  return place(a) < place(b) ? -1 : 1;
}
