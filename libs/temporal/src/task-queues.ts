/** The task queue of orders: its workflows and their activities. */
export const ORDER_TASK_QUEUE = 'refill-orders';
