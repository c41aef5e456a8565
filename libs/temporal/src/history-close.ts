import type { temporal } from '@temporalio/proto';

/** How a workflow's run can end. */
export type HistoryClose =
  'completed' | 'failed' | 'timed-out' | 'cancelled' | 'terminated' | 'continued-as-new';

/** How an event ends a run; `null` for one that does not. */
export function closeOfEvent(event: temporal.api.history.v1.IHistoryEvent): HistoryClose | null {
  if (event.workflowExecutionCompletedEventAttributes != null) return 'completed';
  if (event.workflowExecutionFailedEventAttributes != null) return 'failed';
  if (event.workflowExecutionTimedOutEventAttributes != null) return 'timed-out';
  if (event.workflowExecutionCanceledEventAttributes != null) return 'cancelled';
  if (event.workflowExecutionTerminatedEventAttributes != null) return 'terminated';
  if (event.workflowExecutionContinuedAsNewEventAttributes != null) return 'continued-as-new';
  return null;
}
