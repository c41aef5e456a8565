import type { Client } from '@temporalio/client';

/** What an order costs Temporal. */
export interface OrderCost {
  readonly historyEvents: number;
  readonly stateTransitions: number;
  readonly historyBytes: number;
}

/** Asks Temporal what an order that has closed cost it. */
export async function orderCost(client: Client, orderId: string): Promise<OrderCost> {
  const handle = client.workflow.getHandle(`order:${orderId}`);
  await handle.result();
  const { raw } = await handle.describe();
  const info = raw.workflowExecutionInfo;
  return {
    historyEvents: Number(info?.historyLength ?? Number.NaN),
    stateTransitions: Number(info?.stateTransitionCount ?? Number.NaN),
    historyBytes: Number(info?.historySizeBytes ?? Number.NaN),
  };
}
