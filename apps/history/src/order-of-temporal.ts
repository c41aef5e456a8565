import { WorkflowNotFoundError } from '@temporalio/client';
import { factsOfHistory, type OrderHistory } from '@refill/temporal/facts-of-history';
import { HistoryError } from '@refill/temporal/history-error';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { payloadDecoderOf } from '@refill/temporal/payload-decoder';
import { PayloadEncryptionError } from '@refill/temporal/payload-encryption-error';
import type { ApiContext } from './api-context';
import { callTemporal } from './call-temporal';
import { workflowGone, workflowUnreadable } from './order-problems';

/** The history of an order's workflow, and whose it is. */
export interface OrderOfTemporal {
  readonly workflowId: string;
  readonly runId: string;
  readonly history: OrderHistory;
}

/**
 * Fetches the history of an order's workflow: of its newest run, or of the run that wrote the row where the newest one
 * found that the order had ended already.
 * @param order `runId`: the run that wrote the row
 * @param stop ends it when the service stops
 * @throws ProblemError 409 `HISTORY_WORKFLOW_GONE` or `HISTORY_WORKFLOW_UNREADABLE`, 503 `HISTORY_TEMPORAL_UNAVAILABLE`
 */
export async function fetchOrderOfTemporal(
  { temporal }: Pick<ApiContext, 'temporal'>,
  order: { readonly orderId: string; readonly runId: string },
  stop: AbortSignal,
): Promise<OrderOfTemporal> {
  const newest = await fetchRun(temporal, order.orderId, undefined, stop);
  if (!newest.history.endedElsewhere) return newest;
  if (newest.runId === order.runId) throw workflowGone();
  return await fetchRun(temporal, order.orderId, order.runId, stop);
}

async function fetchRun(
  { client }: ApiContext['temporal'],
  orderId: string,
  ofRun: string | undefined,
  stop: AbortSignal,
): Promise<OrderOfTemporal> {
  const workflowId = orderWorkflowId(orderId);
  try {
    const { runId, history } = await callTemporal(client, stop, async () => {
      try {
        const found = await client.workflow.getHandle(workflowId, ofRun).describe();
        const handle = client.workflow.getHandle(workflowId, found.runId);
        return { runId: found.runId, history: await handle.fetchHistory() };
      } catch (error) {
        throw error instanceof WorkflowNotFoundError ? workflowGone() : error;
      }
    });
    return { workflowId, runId, history: await factsOfHistory(history, payloadDecoderOf(client)) };
  } catch (error) {
    if (error instanceof HistoryError || error instanceof PayloadEncryptionError) {
      throw workflowUnreadable(error);
    }
    throw error;
  }
}
