/** The workflow id of an order: `order:{instanceId}`, so that Temporal itself allows one run per order. */
export function orderWorkflowId(orderId: string): string {
  return `order:${orderId}`;
}

/** The order of a workflow id; `null` where it is none of an order. */
export function orderIdOfWorkflow(workflowId: string): string | null {
  return workflowId.startsWith('order:') ? workflowId.slice('order:'.length) : null;
}
