import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { type LogContext, withLogContext } from '@refill/service/log-context';
import { orderIdOfWorkflow } from '@refill/temporal/order-workflow-id';
import { notificationIdOf } from './notification-header';

/**
 * Gives every line that an activity logs, and the SDK's own of it, the order's id and that of the notification which
 * its workflow took last.
 */
export const activityLogContext: ActivityInterceptorsFactory = ({ info }) => {
  let context: LogContext = {};
  return {
    inbound: {
      execute: async (input, next) => {
        const workflowId = info.workflowExecution?.workflowId;
        const orderId = workflowId === undefined ? null : orderIdOfWorkflow(workflowId);
        const notificationId = notificationIdOf(input.headers);
        context = {
          ...(orderId === null ? {} : { orderId }),
          ...(notificationId === null ? {} : { notificationId }),
        };
        return await withLogContext(context, () => next(input));
      },
    },
    outbound: { getLogAttributes: (input, next) => next({ ...input, ...context }) },
  };
};
