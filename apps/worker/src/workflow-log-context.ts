import type { Headers, WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { notificationOfSignal } from '@refill/temporal/notification-of-signal';
import { withNotificationId } from './notification-header';

/**
 * Gives what a workflow logs, and what its activities do, the id of the notification that it took last. Part of the
 * workflow bundle; it changes no command, so orders that run go on. No function of it is async: the SDK keeps a stack
 * trace for every promise of a workflow, which is dear.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let latest: string | null = null;
  const forwards = <Input extends { readonly headers: Headers }, Result>(
    input: Input,
    next: (input: Input) => Promise<Result>,
  ): Promise<Result> =>
    next(
      latest === null ? input : { ...input, headers: withNotificationId(input.headers, latest) },
    );
  return {
    inbound: [
      {
        handleSignal: (input, next) => {
          const signal = notificationOfSignal.safeParse(input.args[0]);
          if (signal.success) latest = signal.data.notificationId;
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: forwards,
        scheduleLocalActivity: forwards,
        getLogAttributes: (input, next) =>
          next(latest === null ? input : { ...input, notificationId: latest }),
      },
    ],
  };
};
