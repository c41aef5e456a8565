import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import {
  RESEND_EMAIL_WORKFLOW_TYPE,
  type ResendEmailInput,
  resendEmailWorkflowId,
} from './resend-email-messages';
import { ORDER_TASK_QUEUE } from './task-queues';

/**
 * Starts the workflow that sends a mail once more; durable when it returns, and may be repeated.
 * @param email `orderId`, `kind`: for the person who looks at it in the Temporal UI
 * @throws gRPC errors of the SDK; `isTemporalUnavailable` tells which are worth repeating
 */
export async function startResendEmail(
  client: Client,
  email: ResendEmailInput & { readonly orderId: string; readonly kind: string },
): Promise<void> {
  const { actionId, orderId, kind } = email;
  try {
    await client.workflow.start(RESEND_EMAIL_WORKFLOW_TYPE, {
      workflowId: resendEmailWorkflowId(actionId),
      taskQueue: ORDER_TASK_QUEUE,
      args: [{ actionId } satisfies ResendEmailInput],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: `${kind} of order ${orderId}, sent again`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
