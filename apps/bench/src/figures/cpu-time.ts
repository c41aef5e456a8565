import { readdirSync, readFileSync } from 'node:fs';

/** Linux tells CPU time in hundredths of a second. */
const MS_PER_TICK = 10;
/** Where `/proc/…/stat` has, after the name, the parent and the time of the process and of children it waited for. */
const PARENT = 1;
const TIMES = [11, 12, 13, 14];

/**
 * The CPU time that a process and all that it started have used, in ms; of Linux's `/proc`. Those that have ended
 * count as far as their parent waited for them.
 */
export function cpuMsOf(pid: number): number {
  const stats = allStats();
  const ofTree = (root: number): number =>
    [...stats]
      .filter(([, { parent }]) => parent === root)
      .reduce((sum, [child]) => sum + ofTree(child), stats.get(root)?.cpuMs ?? 0);
  return ofTree(pid);
}

/** The memory that a process holds, in MB. */
export function residentMb(pid: number): number {
  const text = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(text)?.[1] ?? Number.NaN) / 1_024;
}

interface Stat {
  readonly parent: number;
  readonly cpuMs: number;
}

function allStats(): ReadonlyMap<number, Stat> {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return new Map(
    pids.flatMap((pid) => {
      const stat = statOf(pid);
      return stat === null ? [] : [[pid, stat]];
    }),
  );
}

/** `null` once the process has ended. */
function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name is in brackets, and may hold blanks.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const cpuMs = TIMES.reduce((sum, at) => sum + Number(fields[at]), 0) * MS_PER_TICK;
    return { parent: Number(fields[PARENT]), cpuMs };
  } catch {
    return null;
  }
}
