/** The workflow id of an order: `order:{instanceId}`, so that Temporal itself allows one run per order. */
export function orderWorkflowId(orderId: string): string {
  return `order:${orderId}`;
}
