import type { Client } from '@temporalio/client';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';

/** What an order has cost Temporal. */
export interface OrderCount {
  readonly historyEvents: number;
  readonly stateTransitions: number;
  readonly historyBytes: number;
}

/** Waits until an order has closed, and asks Temporal what it cost. @param orderId Amazon's id */
export async function orderCount({ workflow }: Client, orderId: string): Promise<OrderCount> {
  const handle = workflow.getHandle(orderWorkflowId(orderId));
  await handle.result();
  const { raw } = await handle.describe();
  const info = raw.workflowExecutionInfo;
  return {
    historyEvents: Number(info?.historyLength ?? Number.NaN),
    stateTransitions: Number(info?.stateTransitionCount ?? Number.NaN),
    historyBytes: Number(info?.historySizeBytes ?? Number.NaN),
  };
}
