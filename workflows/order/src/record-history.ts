import { TemporalFailure, log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import type {
  OrderActivities,
  RecordHistoryInput,
  RecordHistoryResult,
} from '@refill/temporal/order-activities';
import { HISTORY_LOCAL, HISTORY_UNTIL_DONE } from '@refill/temporal/retry-policies';

const local = proxyLocalActivities<OrderActivities>(HISTORY_LOCAL);
const patient = proxyActivities<OrderActivities>(HISTORY_UNTIL_DONE);

/**
 * Writes to the history: quickly by a local activity, and when that fails by a regular one that never gives
 * up and stands in the Temporal UI as pending with its last failure.
 */
export async function recordHistory(
  input: RecordHistoryInput,
  events: readonly OrderEvent[],
): Promise<RecordHistoryResult> {
  const summary = summarise(input, events);
  try {
    return await local.recordHistory.executeWithOptions({ ...HISTORY_LOCAL, summary }, [input]);
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
    log.warn('the history could not be written at once; trying until it is', {
      cause: error.message,
    });
    return await patient.recordHistory.executeWithOptions({ ...HISTORY_UNTIL_DONE, summary }, [
      input,
    ]);
  }
}

function summarise(input: RecordHistoryInput, events: readonly OrderEvent[]): string {
  const what = events.map((event) => event.type).join(', ');
  return `history: ${input.snapshot.status}${what === '' ? '' : ` (${what})`}`.slice(0, 200);
}
