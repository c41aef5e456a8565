/**
 * How many pollers ask for workflow tasks: they follow the load, up to a maximum.
 *
 * The SDK's default leaves too few pollers for new orders: they waited for seconds under load. Without a maximum the
 * pollers grow to 100 in a burst and stay: in the next one a third of the processors was idle and mails took half as long
 * again, most likely as each poll holds a slot for a task, and those for orders in memory leave none for new ones.
 */
export const WORKFLOW_TASK_POLLERS = {
  type: 'autoscaling',
  minimum: 2,
  initial: 5,
  maximum: 10,
} as const;
