import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { NextDeadline } from '@refill/order-lifecycle/order-view';
import { waitMs } from '@refill/order-lifecycle/wait';
import { describeDeadline } from './order-details';

/**
 * The one timer of an order, for the deadline that comes next.
 *
 * Arm it before the local activities of a workflow task. A task of theirs that takes long is kept alive by empty ones
 * (after 8 of its 10 s), and in a replay the SDK takes a task and the empty ones after it for one: `Date.now()` is
 * that of the last then. A workflow that decides by time would decide otherwise, and be stuck for ever. With a command,
 * as that to start a timer, a task is never taken for empty. Source: sdk-core, `find_end_index_of_next_wft_seq`.
 */
export class DeadlineTimer {
  private deadline: NextDeadline | null = null;
  private scope: CancellationScope | null = null;
  private hasFired = false;

  /** Whether the time is over, or as much of it as one timer waits. */
  get fired(): boolean {
    return this.hasFired;
  }

  /**
   * Waits for this deadline, and for no other any more; goes on waiting where it does so already.
   * @param deadline `null` where there is none
   */
  arm(deadline: NextDeadline | null): void {
    const known = this.deadline;
    const waits = known !== null && !this.hasFired;
    if (waits && known.kind === deadline?.kind && known.at === deadline.at) return;
    this.start(deadline);
  }

  /** Starts anew what is waited for: the workflow task gets a command. */
  rearm(): void {
    this.start(this.deadline);
  }

  /** Waits for nothing any more. */
  disarm(): void {
    this.start(null);
  }

  private start(deadline: NextDeadline | null): void {
    this.scope?.cancel();
    this.scope = null;
    this.deadline = deadline;
    this.hasFired = false;
    if (deadline === null) return;
    const summary = describeDeadline(deadline);
    const scope = new CancellationScope();
    this.scope = scope;
    void scope
      .run(() => sleep(waitMs(deadline.at, Date.now()), { summary }))
      .then(
        () => {
          if (this.scope === scope) this.hasFired = true;
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }
}
