import { applyReconciliation } from '@refill/order-history/apply-reconciliation';
import { pseudonymOf } from '@refill/order-history/customer-ids';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { erasedFor, lookUpErased } from '@refill/order-history/erased-customers';
import { getOrder } from '@refill/order-history/get-order';
import { listEvents } from '@refill/order-history/list-events';
import type { RecordedOrderEvent } from '@refill/order-history/order-event-schema';
import type { RecordedOrder } from '@refill/order-history/order-row';
import type { Who } from '@refill/order-history/quarantine-states';
import type { OrderDifference, OrderEvent } from '@refill/order-lifecycle/order-event';
import { rebuildOrder, type RebuiltOrder } from '@refill/order-lifecycle/rebuild-order';
import type { ApiContext } from './api-context';
import { operatorActionJson } from './operator-action-json';
import { orderDifferences } from './order-differences';
import { fetchOrderOfTemporal, type OrderOfTemporal } from './order-of-temporal';
import { orderChanging, orderNotFound, workflowUnreadable } from './order-problems';
import type { ReconciliationJson } from './reconciliation-json';

/** How often an order that changes meanwhile is compared. */
const ATTEMPTS = 3;

const EVENTS_AT_ONCE = 500;

/**
 * Rebuilds an order from the history of its workflow, and shows where PostgreSQL differs; writes it there if wanted.
 * @param request `apply`: whether to write what differs
 * @param stop ends it when the service stops
 * @throws ProblemError 404 `HISTORY_ORDER_NOT_FOUND`; 409 `HISTORY_WORKFLOW_GONE`, `HISTORY_WORKFLOW_UNREADABLE` or
 * `HISTORY_ORDER_CHANGING`; 503 `HISTORY_TEMPORAL_UNAVAILABLE`
 */
export async function reconcileOrder(
  context: Pick<ApiContext, 'db' | 'temporal'>,
  request: { readonly orderId: string; readonly apply: boolean },
  who: Who,
  stop: AbortSignal,
): Promise<ReconciliationJson> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { order, compared, snapshot, missing, differences } = await compare(
      context,
      request.orderId,
      stop,
    );
    if (!request.apply || compared.same) return compared;
    const action = await applyReconciliation(
      context.db,
      { snapshot, events: missing, differences, comparedAt: order.updatedAt },
      who,
    );
    if (action === 'unknown-order') throw orderNotFound();
    if (action !== 'changed') {
      return { ...compared, applied: true, action: operatorActionJson(action) };
    }
  }
  throw orderChanging();
}

interface Comparison {
  readonly order: RecordedOrder;
  readonly snapshot: RebuiltOrder['snapshot'];
  readonly missing: readonly OrderEvent[];
  readonly differences: readonly OrderDifference[];
  readonly compared: ReconciliationJson;
}

async function compare(
  context: Pick<ApiContext, 'db' | 'temporal'>,
  orderId: string,
  stop: AbortSignal,
): Promise<Comparison> {
  // The row first: what is written to it while the workflow is read shows by its time.
  const order = await getOrder(context.db, orderId);
  if (order === null) throw orderNotFound();
  const recorded = await allEvents(context.db, orderId);
  const ofTemporal = await fetchOrderOfTemporal(context, order, stop);
  const { history, workflowId, runId } = ofTemporal;
  const rebuilt = rebuild(ofTemporal, recorded);
  const customerId = await customerOf(context.db, order, rebuilt.snapshot.customerId);
  const snapshot = { ...rebuilt.snapshot, customerId };
  const differences = orderDifferences(order, snapshot);
  const keys = new Set(recorded.map(({ key }) => key));
  const missing = rebuilt.events.filter(({ key }) => !keys.has(key));
  return {
    order,
    snapshot,
    missing,
    differences,
    compared: {
      orderId,
      workflowId,
      runId,
      historyLength: history.historyLength,
      workflowOpen: history.closed === null,
      same: differences.length === 0 && missing.length === 0,
      differences: differences.map((each) => ({ ...each })),
      missingEvents: missing.map(({ type, occurredAt, notificationId }) => ({
        type,
        occurredAt,
        notificationId,
      })),
      applied: false,
      action: null,
    },
  };
}

/** What came after the workflow had ended stands in PostgreSQL alone, and counts too. */
function rebuild(
  { history }: OrderOfTemporal,
  recorded: readonly RecordedOrderEvent[],
): RebuiltOrder {
  const taken = new Set(
    history.steps.flatMap(({ facts }) => facts.map(({ notificationId }) => notificationId)),
  );
  const lateFacts =
    history.closed === null
      ? []
      : recorded.flatMap(({ data }) =>
          'fact' in data && !taken.has(data.fact.notificationId) ? [data.fact] : [],
        );
  const rebuilt = rebuildOrder({ ...history, lateFacts });
  if (rebuilt === null) throw workflowUnreadable(undefined);
  return rebuilt;
}

/** The customer as they may be written: an erased one by the pseudonym. */
async function customerOf(
  db: OrderHistoryDatabase,
  order: RecordedOrder,
  customerId: string,
): Promise<string> {
  const known = await db.transaction().execute((trx) => lookUpErased(trx, [customerId]));
  return pseudonymOf(erasedFor({ customer_id: order.customerId }, known), customerId);
}

async function allEvents(
  db: OrderHistoryDatabase,
  orderId: string,
): Promise<readonly RecordedOrderEvent[]> {
  const events: RecordedOrderEvent[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page = await listEvents(db, { orderId, limit: EVENTS_AT_ONCE, after });
    if (page === null) throw orderNotFound();
    events.push(...page.events);
    after = page.next;
  }
  return events;
}
