import { condition } from '@temporalio/workflow';
import type { DeviceDeadline } from '@refill/device-lifecycle/device-view';
import { waitMs } from '@refill/order-lifecycle/wait';
import type { DeadlineTimer } from '@refill/temporal/deadline-timer';
import { describeDeadline } from './device-details';

/**
 * Waits for news or the next deadline.
 * @param timer `null` for runs that began before there was one; they go on as they began
 */
export async function waitForNews(
  timer: DeadlineTimer | null,
  deadline: DeviceDeadline | null,
  hasNews: () => boolean,
): Promise<void> {
  const summary = deadline === null ? '' : describeDeadline(deadline);
  if (timer !== null) {
    timer.arm(deadline === null ? null : { at: deadline.at, summary });
    await condition(() => hasNews() || timer.fired);
    timer.disarm();
  } else if (deadline === null) {
    await condition(hasNews);
  } else {
    await condition(hasNews, waitMs(deadline.at, Date.now()), { summary });
  }
}
