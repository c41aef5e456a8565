import { cpuMsOf } from '../figures/cpu-time';
import { type CpuTotals, readCpuTotals } from './cpu-totals';

/** How much else went on while something was measured; shares of the time of all cores, from 0 to 1. */
export interface Noise {
  readonly seconds: number;
  /** Given to other virtual machines by the host. */
  readonly stolen: number;
  /** Used by programs that are not the bench's, and by the kernel for them. */
  readonly others: number;
  readonly idle: number;
}

/** How often a second has a tick. */
const TICKS_PER_MS = 0.1;

/** One look at the clocks. */
export interface Look {
  readonly atMs: number;
  readonly totals: CpuTotals;
  /** What the bench and all that it started have used, in ms. */
  readonly ownMs: number;
}

/** Begins to watch. @returns ends it; `null` where the system does not tell */
export function watchNoise(): () => Noise | null {
  const before = look();
  return () => {
    const after = look();
    return before === null || after === null ? null : noiseBetween(before, after);
  };
}

/** What was going on between two looks. */
export function noiseBetween(before: Look, after: Look): Noise {
  const all = after.totals.all - before.totals.all;
  const busy = after.totals.busy - before.totals.busy;
  const stolen = after.totals.stolen - before.totals.stolen;
  const own = (after.ownMs - before.ownMs) * TICKS_PER_MS;
  return {
    seconds: (after.atMs - before.atMs) / 1_000,
    stolen: stolen / all,
    // Times of processes and of cores are not read at the same moment.
    others: Math.max(0, busy - own) / all,
    idle: (all - busy - stolen) / all,
  };
}

function look(): Look | null {
  const totals = readCpuTotals();
  if (totals === null) return null;
  return { atMs: performance.now(), totals, ownMs: cpuMsOf(process.pid) };
}
