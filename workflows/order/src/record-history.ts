import { TemporalFailure, log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type {
  OrderActivities,
  RecordedEmail,
  RecordHistoryInput,
  RecordHistoryResult,
} from '@refill/temporal/order-activities';
import { HISTORY_LOCAL, HISTORY_UNTIL_DONE } from '@refill/temporal/retry-policies';

const local = proxyLocalActivities<OrderActivities>(HISTORY_LOCAL);
const patient = proxyActivities<OrderActivities>(HISTORY_UNTIL_DONE);

/** What a record found, and how it was written. */
export interface WrittenRecord {
  readonly result: RecordHistoryResult;
  /** Whether by a regular activity, the end of which begins a workflow task. */
  readonly regular: boolean;
}

/**
 * Writes to the history: quickly by a local activity, and when that fails by a regular one that never gives
 * up and stands in the Temporal UI as pending with its last failure.
 * @param emails go out with the quick way only: the other may take hours, and what was due may be outdated then
 */
export async function recordHistory(
  record: Omit<RecordHistoryInput, 'emails'>,
  emails: readonly RecordedEmail[],
): Promise<WrittenRecord> {
  const input = emails.length === 0 ? record : { ...record, emails };
  const summary = summarise(input);
  try {
    const options = { ...HISTORY_LOCAL, summary };
    return {
      result: await local.recordHistory.executeWithOptions(options, [input]),
      regular: false,
    };
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
    log.warn('the history could not be written at once; trying until it is', {
      cause: error.message,
    });
    const options = { ...HISTORY_UNTIL_DONE, summary: summarise(record) };
    return {
      result: await patient.recordHistory.executeWithOptions(options, [record]),
      regular: true,
    };
  }
}

function summarise({ snapshot, events, emails = [] }: RecordHistoryInput): string {
  const what = events.map((event) => event.type).join(', ');
  const history = `history: ${snapshot.status}${what === '' ? '' : ` (${what})`}`;
  return [history, ...emails.map(({ kind }) => `mail: ${kind}`)].join('; ').slice(0, 200);
}
