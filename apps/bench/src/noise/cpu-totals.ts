import { readFileSync } from 'node:fs';

/** What all cores of a machine have done since its start, in ticks. */
export interface CpuTotals {
  /** Used by programs and the kernel. */
  readonly busy: number;
  /** Wanted, but given to another virtual machine by the host. */
  readonly stolen: number;
  readonly all: number;
}

/** Reads the first line of `/proc/stat`; `null` where there is none, as on a system other than Linux. */
export function readCpuTotals(): CpuTotals | null {
  try {
    return cpuTotals(readFileSync('/proc/stat', 'utf8'));
  } catch {
    return null;
  }
}

/** Understands `/proc/stat`. @throws Error when it is something else */
export function cpuTotals(text: string): CpuTotals {
  const line = /^cpu +([\d ]+)$/m.exec(text)?.[1];
  if (line === undefined) throw new Error('not what /proc/stat holds');
  // Guests, the last two, are in `user` already.
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, stolen = 0] =
    line.split(' ').map(Number);
  const busy = user + nice + system + irq + softirq;
  return { busy, stolen, all: busy + idle + iowait + stolen };
}
