import type { RunningSide } from '../sides/order-side';
import type { BenchStack } from '../stack/bench-stack';
import { cpuMsOf } from './cpu-time';

/** CPU time by part, in ms; a Temporal server that is not the bench's own is missing. */
export type CpuOfParts = ReadonlyMap<string, number>;

/** The CPU time that each part has used so far. */
export function cpuOfParts(
  { temporal, postgresPid }: BenchStack,
  { pids }: RunningSide,
): CpuOfParts {
  const all = { ...pids, Temporal: temporal.pid, PostgreSQL: postgresPid };
  return new Map(
    Object.entries(all).flatMap(([name, pid]) => (pid === null ? [] : [[name, cpuMsOf(pid)]])),
  );
}

/** What each part used between two looks, for one piece of the work. */
export function cpuPerPiece(before: CpuOfParts, after: CpuOfParts, pieces: number): CpuOfParts {
  return new Map([...after].map(([name, ms]) => [name, (ms - (before.get(name) ?? 0)) / pieces]));
}
