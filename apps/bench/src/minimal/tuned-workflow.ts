import { proxyLocalActivities } from '@temporalio/workflow';
import type { MinimalActivities } from './messages';
import { runOrder } from './run-order';

const activities = proxyLocalActivities<MinimalActivities>({ startToCloseTimeout: '5s' });

/** Ceiling B: the same order by local activities. */
export async function minimalOrder(): Promise<void> {
  await runOrder(activities);
}
