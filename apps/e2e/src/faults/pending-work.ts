import { type Client, WorkflowNotFoundError } from '@temporalio/client';

/** Something of an order or a device that failed and waits for its next try. */
export interface PendingWork {
  readonly workflowId: string;
  /** Which activity, how often it was tried, and why it failed last. */
  readonly text: string;
}

/** Waits that are shorter go by without help, in ms. */
const SHORT_WAIT_MS = 10_000;
/** Workflows looked at in one go. */
const MOST_WORKFLOWS = 200;

/**
 * Lets what failed in the outages and waits long for its next try be tried at once, as an engineer may when an
 * outage is over (`temporal activity reset`): a mail that failed six times waits for minutes, then for ten.
 * @returns what still waits
 */
export async function retryPendingWork(
  client: Client,
  workflowIds: readonly string[],
): Promise<readonly PendingWork[]> {
  const pending: PendingWork[] = [];
  for (const workflowId of workflowIds.slice(0, MOST_WORKFLOWS)) {
    try {
      pending.push(...(await retryPendingWorkOf(client, workflowId)));
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
  return pending;
}

async function retryPendingWorkOf(
  client: Client,
  workflowId: string,
): Promise<readonly PendingWork[]> {
  const workflow = client.workflow.getHandle(workflowId);
  const { raw } = await workflow.describe();
  const pending: PendingWork[] = [];
  for (const activity of raw.pendingActivities ?? []) {
    const { activityId, activityType, attempt, lastFailure, nextAttemptScheduleTime } = activity;
    const name = activityType?.name ?? 'an activity';
    const reason = lastFailure?.message ?? 'not failed yet';
    pending.push({ workflowId, text: `${name}, try ${attempt ?? 0}: ${reason}` });
    const next = Number(nextAttemptScheduleTime?.seconds ?? 0) * 1_000;
    if (next - Date.now() > SHORT_WAIT_MS) {
      await client.workflowService.resetActivity({
        namespace: client.options.namespace,
        execution: { workflowId: workflow.workflowId },
        id: activityId ?? null,
      });
    }
  }
  return pending;
}
