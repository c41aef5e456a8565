import type { RunningSide } from '../sides/order-side';
import type { BenchStack } from '../stack/bench-stack';
import { cpuMsOf } from './cpu-time';

/** CPU time by part, in ms; a Temporal server that is not the bench's own is missing. */
export type CpuOfParts = ReadonlyMap<string, number>;

/** The CPU time that each part of a side has used so far. */
export function cpuOfSide(
  { temporal, postgresPid }: BenchStack,
  { pids }: Pick<RunningSide, 'pids'>,
): CpuOfParts {
  return cpuOf({ ...pids, Temporal: temporal.pid, PostgreSQL: postgresPid });
}

/**
 * The CPU time that processes, and the bench's own without what it started, have used so far.
 * @param pids by name; `null` for a process that can't be seen
 */
export function cpuOf(pids: Readonly<Record<string, number | null>>): CpuOfParts {
  const { user, system } = process.cpuUsage();
  return new Map([
    ...Object.entries(pids).flatMap(([name, pid]): [string, number][] =>
      pid === null ? [] : [[name, cpuMsOf(pid)]],
    ),
    ['the bench', (user + system) / 1_000],
  ]);
}

/** What each part, and `all` together, used between two looks, for one piece of the work. */
export function cpuPerPiece(before: CpuOfParts, after: CpuOfParts, pieces: number): CpuOfParts {
  const parts = [...after].map(([name, ms]): [string, number] => [
    name,
    (ms - (before.get(name) ?? 0)) / pieces,
  ]);
  return new Map([...parts, ['all', parts.reduce((sum, [, ms]) => sum + ms, 0)]]);
}
