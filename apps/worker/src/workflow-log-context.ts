import type { Headers, WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { z } from 'zod';
import { withNotificationId } from './notification-header';

/** What all signals of an order and a device carry that come from a notification or an action. */
const namesNotification = z.object({ notificationId: z.string() });

/**
 * Gives what a workflow logs, and what its activities do, the id of the notification that it took last. Part of the
 * workflow bundle; it changes no command, so orders that run go on.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let latest: string | null = null;
  const forwards = async <Input extends { readonly headers: Headers }, Result>(
    input: Input,
    next: (input: Input) => Promise<Result>,
  ): Promise<Result> =>
    await next(
      latest === null ? input : { ...input, headers: withNotificationId(input.headers, latest) },
    );
  return {
    inbound: [
      {
        handleSignal: async (input, next) => {
          const signal = namesNotification.safeParse(input.args[0]);
          if (signal.success) latest = signal.data.notificationId;
          await next(input);
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
