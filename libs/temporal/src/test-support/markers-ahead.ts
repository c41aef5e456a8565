import type { WorkflowHandle } from '@temporalio/client';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/**
 * How many workflow tasks ended with the marker of a local activity and with a next task at once, since an answer
 * went out before the workflow heard of the activity's end; a signal may have come between the two.
 */
export function markersAheadOfTheirEnd({ events = [] }: History): number {
  const kinds = (events ?? []).flatMap((event) => {
    if (event.workflowExecutionSignaledEventAttributes) return [];
    if (event.markerRecordedEventAttributes) return ['marker'];
    return [event.workflowTaskScheduledEventAttributes ? 'next task' : 'other'];
  });
  return kinds.filter((kind, at) => kind === 'marker' && kinds[at + 1] === 'next task').length;
}
