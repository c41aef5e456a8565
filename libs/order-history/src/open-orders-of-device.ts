import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import { TERMINAL_STATUSES } from '@refill/order-lifecycle/order-status';
import type { OrderHistoryDatabase } from './database';

/** An order that is still open, and the workflow run that was last seen to write it. */
export interface OpenOrder {
  readonly orderId: string;
  readonly workflowId: string;
  readonly runId: string;
}

/**
 * The orders that a deregistration concerns, in the order of their ids: those that had begun by then and are still
 * open, or ended only afterwards by Amazon's time, for their last word may overtake the deregistration on its way.
 * To be called after the deregistration was recorded, see `recordOrder`.
 * @param deregisteredAt ISO 8601, UTC
 * @param page `after`: the last id of the part before; `limit`: how many at most
 */
export async function openOrdersOfDevice(
  db: OrderHistoryDatabase,
  device: DeviceIdentity,
  deregisteredAt: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<readonly OpenOrder[]> {
  let query = db
    .selectFrom('orders')
    .select(['order_id as orderId', 'workflow_id as workflowId', 'run_id as runId'])
    .where('serial_number', '=', device.serialNumber)
    .where('model_id', '=', device.modelId)
    .where((order) =>
      order.or([
        order('status', 'not in', TERMINAL_STATUSES),
        order('shipped_at', '>', deregisteredAt),
        order('cancelled_at', '>', deregisteredAt),
      ]),
    )
    .where('started_at', '<=', deregisteredAt);
  if (page.after !== null) query = query.where('order_id', '>', page.after);
  return await query.orderBy('order_id').limit(page.limit).execute();
}
