import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { withLogContext } from '@refill/service/log-context';
import { orderIdOfWorkflow } from '@refill/temporal/order-workflow-id';

/** Gives every line that an activity of an order logs the order's id. */
export const activityLogContext: ActivityInterceptorsFactory = ({ info }) => {
  const workflowId = info.workflowExecution?.workflowId;
  const orderId = workflowId === undefined ? null : orderIdOfWorkflow(workflowId);
  if (orderId === null) return {};
  return {
    inbound: {
      execute: async (input, next) => await withLogContext({ orderId }, () => next(input)),
    },
  };
};
