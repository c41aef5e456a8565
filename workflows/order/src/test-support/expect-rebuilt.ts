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
  { records, events, closedElsewhere }: RecordingActivities,
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
  const recorded = events.filter(({ type }) => type !== 'note' && !type.startsWith('email-'));
  expect(rebuilt?.events.map(({ key, occurredAt }) => ({ key, occurredAt }))).toEqual(
    recorded.map(({ key, occurredAt }) => ({ key, occurredAt })),
  );
}
