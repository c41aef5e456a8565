import type { PlannedPart } from './progress';

/** How far the work is. */
export interface Position {
  /** The part that runs, by its place in the plan; from 0. */
  readonly part: number;
  /** How much of it is done, from 0 to 1. */
  readonly share: number;
}

/** What is left of the work. */
export interface RemainingTime {
  /** How much of all is done, from 0 to 1. */
  readonly share: number;
  /** How long the rest takes, in seconds. */
  readonly seconds: number;
}

/** How much of the plan it takes until the pace so far counts as much as the plan itself, in seconds. */
const TRUST_SECONDS = 30;

/**
 * Estimates how long the rest takes: what is planned for it, at the pace so far.
 * @param elapsedSeconds since the work began
 */
export function remainingTime(
  plan: readonly PlannedPart[],
  { part, share }: Position,
  elapsedSeconds: number,
): RemainingTime {
  const sum = (parts: readonly PlannedPart[]): number =>
    parts.reduce((seconds, each) => seconds + each.seconds, 0);
  const all = sum(plan);
  const done = sum(plan.slice(0, part)) + share * (plan[part]?.seconds ?? 0);
  const pace = (elapsedSeconds + TRUST_SECONDS) / (done + TRUST_SECONDS);
  return { share: all === 0 ? 1 : done / all, seconds: (all - done) * pace };
}
