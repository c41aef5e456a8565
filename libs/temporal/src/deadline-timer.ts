import { CancellationScope, isCancellation, sleep, workflowInfo } from '@temporalio/workflow';
import { waitMs } from '@refill/order-lifecycle/wait';

/** What a timer waits for. */
export interface TimerDeadline {
  /** ms since the epoch. */
  readonly at: number;
  /** What it is, in words, for the Temporal UI; tells it apart from others. */
  readonly summary: string;
}

/**
 * The one timer of a workflow, for the deadline that comes next.
 *
 * An order arms it before the local activities of a workflow task. A task of theirs that takes long is kept alive by
 * empty ones (after 8 of its 10 s), and in a replay the SDK takes a task and the empty ones after it for one: `Date.now()`
 * is that of the last then. A workflow that decides by time would decide otherwise, and be stuck for ever. With a command,
 * as that to start a timer, a task is never taken for empty. Source: sdk-core, `find_end_index_of_next_wft_seq`.
 *
 * A timer is never cancelled within the task that started it. Where a query is answered while a local activity ends, the
 * SDK hands both commands, the timer and the activity's marker, to the server before the workflow hears of the end; in a
 * replay it hears of it before, and a timer that it cancels then is missing. Source: sdk-core, `prepare_complete_resp`.
 */
export class DeadlineTimer {
  private deadline: TimerDeadline | null = null;
  private scope: CancellationScope | null = null;
  private hasFired = false;
  /** Whether the task that started the timer may still be the one that runs. */
  private young = false;
  /** The length of the history by the task that started the timer, in events. */
  private startedAt = 0;
  /** Timers that could not be cancelled in their task. */
  private outdated: readonly CancellationScope[] = [];

  /**
   * @param kept whether the timer is left alone within its task. `false` for orders that began before this was known:
   *   they go on as they began
   */
  constructor(private readonly kept: boolean) {}

  /** Whether the time is over, or as much of it as one timer waits. */
  get fired(): boolean {
    return this.hasFired;
  }

  /**
   * Waits for this deadline, and for no other any more. Starts a timer, which is a command, in every workflow task in
   * which it is called; within one task it goes on waiting where it does so already.
   * @param deadline `null` where there is none
   */
  arm(deadline: TimerDeadline | null): void {
    const known = this.deadline;
    const waits = known !== null && !this.hasFired && (this.young || !this.kept);
    if (waits && known.summary === deadline?.summary && known.at === deadline.at) return;
    this.start(deadline);
  }

  /** Arms it after an activity, which may have been a regular one, and a new workflow task. */
  rearm(deadline: TimerDeadline | null): void {
    if (this.kept) this.arm(deadline);
    else this.start(this.deadline);
  }

  /** Waits for nothing any more, unless the task that began to wait still runs. */
  disarm(): void {
    if (!this.kept || !this.young) this.start(null);
  }

  /**
   * Tells that what happens now begins a workflow task: a signal, or the end of a regular activity. That of a local one
   * does not: it may belong to the task that scheduled it, and in a replay always does.
   */
  taskBegan(): void {
    if (workflowInfo().historyLength > this.startedAt) this.young = false;
  }

  private start(deadline: TimerDeadline | null): void {
    this.leave();
    this.deadline = deadline;
    this.hasFired = false;
    if (deadline === null) return;
    const scope = new CancellationScope();
    this.scope = scope;
    this.young = true;
    this.startedAt = workflowInfo().historyLength;
    const { at, summary } = deadline;
    void scope
      .run(() => sleep(waitMs(at, Date.now()), { summary }))
      .then(
        () => {
          if (this.scope !== scope) return;
          this.hasFired = true;
          this.young = false;
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }

  /** Cancels the timer, or has it cancelled in a later task. */
  private leave(): void {
    const left = this.scope === null ? this.outdated : [...this.outdated, this.scope];
    this.scope = null;
    if (this.kept && this.young) {
      this.outdated = left;
      return;
    }
    this.outdated = [];
    for (const scope of left) scope.cancel();
  }
}
