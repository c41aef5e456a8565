import { activityInfo } from '@temporalio/activity';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { recordOrder } from '@refill/order-history/record-order';
import type { StatusChange } from '@refill/order-history/status-change';
import type { OrderActivities } from '@refill/temporal/order-activities';
import { asHistoryCall } from './activity-failure';

/**
 * Makes the activity that writes an order and its new events to PostgreSQL, in one transaction.
 * @param onStatusChange told of each record that changed an order's status, at most once
 */
export function createRecordHistory(
  database: OrderHistoryDatabase,
  onStatusChange: (change: StatusChange) => void,
): OrderActivities['recordHistory'] {
  return async (input) => {
    const execution = activityInfo().workflowExecution;
    if (execution === undefined) throw new Error('recordHistory runs within an order only');
    return await asHistoryCall(() =>
      recordOrder(database, { ...input, ...execution }, onStatusChange),
    );
  };
}
