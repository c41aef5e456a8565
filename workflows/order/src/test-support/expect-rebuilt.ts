import type { WorkflowHandle } from '@temporalio/client';
import { rebuildOrder } from '@refill/order-lifecycle/rebuild-order';
import { factsOfHistory } from '@refill/temporal/facts-of-history';
import { payloadDecoderOf } from '@refill/temporal/payload-decoder';
import type { RecordingActivities } from './recording-activities';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** Expects that the order rebuilt from its history is the order as it was recorded. */
export async function expectRebuilt(
  handle: WorkflowHandle,
  history: History,
  { records, closedElsewhere }: RecordingActivities,
): Promise<void> {
  const told = await factsOfHistory(history, payloadDecoderOf(handle.client));
  expect(told).toMatchObject({
    historyLength: history.events?.length,
    endedElsewhere: closedElsewhere,
  });
  const rebuilt = rebuildOrder(told);
  const last = records.at(-1);
  const customerId = told.customerPseudonym ?? last?.snapshot.customerId;
  expect(rebuilt?.snapshot).toEqual({ ...last?.snapshot, customerId });
  const recorded = records
    .flatMap((record) => record.events)
    .filter(({ type }) => type !== 'note' && !type.startsWith('email-'));
  // A task that could not be completed is done again: an event counts once, by its key.
  const once = new Map(recorded.map(({ key, occurredAt }) => [key, { key, occurredAt }]));
  expect(rebuilt?.events.map(({ key, occurredAt }) => ({ key, occurredAt }))).toEqual([
    ...once.values(),
  ]);
}
