import { ORDER_TASK_QUEUE } from '@refill/temporal/task-queues';
import { doubtful, type Finding, fine, wrong } from './finding';

/** Somebody who takes work from a task queue, as Temporal tells it. */
export interface Poller {
  readonly identity: string;
  /** When it last asked for work: ms since the epoch; `null` where Temporal does not say. */
  readonly askedAt: number | null;
}

/**
 * A worker with nothing to do asks again every minute at the latest (Temporal's long poll), and another minute is left to
 * the clocks of Temporal and of this machine. Temporal forgets a worker that does not ask after five.
 */
const SILENT_AFTER_MS = 120_000;

/**
 * Whether somebody takes work from the order queue.
 * @param now ms since the epoch
 */
export function judgeWorkers(pollers: readonly Poller[], now: number): Finding {
  const askedAt = new Map<string, number>();
  for (const { identity, askedAt: at } of pollers) {
    askedAt.set(identity, Math.max(askedAt.get(identity) ?? 0, at ?? now));
  }
  const silences = [...askedAt.values()].map((at) => now - at);
  const silent = silences.filter((silence) => silence > SILENT_AFTER_MS);
  const queue = `the task queue ${ORDER_TASK_QUEUE}`;
  if (silences.length === 0) {
    return wrong(
      'workers',
      `nobody takes work from ${queue}`,
      'Start the worker; it needs the same TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE. Orders wait meanwhile, none is lost.',
    );
  }
  if (silent.length === silences.length) {
    const shortest = Math.round(Math.min(...silent) / 1_000);
    return wrong(
      'workers',
      `nobody has asked ${queue} for work for ${String(shortest)} s`,
      'The worker has just ended, or hangs: look at its /readyz and its log, and restart it. Orders wait meanwhile, none is lost.',
    );
  }
  const active = `${String(silences.length - silent.length)} on ${queue}`;
  return silent.length === 0
    ? fine('workers', active)
    : doubtful(
        'workers',
        `${active}; not heard of for ${String(SILENT_AFTER_MS / 1_000)} s: ${String(silent.length)}`,
        'Where you have not just stopped one, it hangs: look at its /readyz and its log.',
      );
}
