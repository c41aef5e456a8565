import type { WorkflowHandle } from '@temporalio/client';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** How often a machine short of time may miss the moment. */
const TRIES = 5;

/**
 * Runs a workflow that is asked while its local activity ends, once more if the activity took longer than the answer.
 * @param run a workflow of its own each time; gives its history
 * @returns a history in which the marker of the activity is ahead of what the workflow heard
 */
export async function withMarkerAhead(run: () => Promise<History>): Promise<History> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const history = await run();
    if (hasMarkerAhead(history)) return history;
  }
  throw new Error(`no local activity ended while the workflow answered, ${String(TRIES)} times`);
}

/**
 * Whether a workflow task ended with the marker of a local activity and with a next task at once, since an answer went
 * out before the workflow heard of the activity's end; a signal may have come between the two.
 */
function hasMarkerAhead({ events }: History): boolean {
  const kinds = (events ?? []).flatMap((event) => {
    if (event.workflowExecutionSignaledEventAttributes) return [];
    if (event.markerRecordedEventAttributes) return ['marker'];
    return [event.workflowTaskScheduledEventAttributes ? 'next task' : 'other'];
  });
  return kinds.some((kind, at) => kind === 'marker' && kinds[at + 1] === 'next task');
}
