import { proxyActivities } from '@temporalio/workflow';
import type { MinimalActivities } from './messages';
import { runOrder } from './run-order';

const activities = proxyActivities<MinimalActivities>({ startToCloseTimeout: '1 minute' });

/** The same order as most would write it first: regular activities. */
export async function minimalOrder(): Promise<void> {
  await runOrder(activities);
}
