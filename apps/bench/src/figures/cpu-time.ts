import { readdirSync, readFileSync } from 'node:fs';

/** Linux tells CPU time in hundredths of a second. */
const MS_PER_TICK = 10;

/**
 * The CPU time that a process and all that it started have used, in ms; of Linux's `/proc`. Those that have ended
 * count as far as their parent waited for them.
 */
export function cpuMsOf(pid: number): number {
  const fields = statOf(pid);
  if (fields === null) return 0;
  const own = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) * MS_PER_TICK;
  return childrenOf(pid).reduce((sum, child) => sum + cpuMsOf(child), own);
}

/** The memory that a process holds, in MB. */
export function residentMb(pid: number): number {
  const text = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(text)?.[1] ?? Number.NaN) / 1_024;
}

/** The fields of `/proc/…/stat` after the name, which is in brackets and may hold blanks; `null` once it has ended. */
function statOf(pid: number): readonly string[] | null {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((each) => Number.isInteger(each) && statOf(each)?.[1] === String(pid));
}
