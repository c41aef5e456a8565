import type { Selectable } from 'kysely';
import type { QuarantineReplaysTable } from './database-schema';
import { REPLAY_OUTCOMES, type ReplayOutcome, type Who } from './quarantine-states';

/** How far a replay has come. */
export interface ReplayProgress {
  readonly replayId: string;
  /** ISO 8601, UTC, ms. */
  readonly requestedAt: string;
  readonly who: Who;
  /** Set when all of one reason were asked for. */
  readonly reasonCode: string | null;
  readonly total: number;
  readonly done: number;
  /** How many ended in each way. */
  readonly outcomes: Readonly<Record<ReplayOutcome, number>>;
  /** When the last one was settled, ISO 8601, UTC, ms; `null` while some are not. */
  readonly finishedAt: string | null;
}

/** The messages of a replay that ended in one way. */
export interface ReplayGroup {
  /** `null`: those that are not settled yet. */
  readonly outcome: ReplayOutcome | null;
  /** A 64-bit number, as text. */
  readonly count: string;
  /** When the last of them was settled, ISO 8601, UTC, ms. */
  readonly settledAt: string | null;
}

/** Sums up how far a replay has come. */
export function replayProgress(
  replay: Selectable<QuarantineReplaysTable>,
  groups: readonly ReplayGroup[],
): ReplayProgress {
  const countOf = (outcome: ReplayOutcome | null) =>
    Number(groups.find((group) => group.outcome === outcome)?.count ?? 0);
  const outcomes = {
    taken: countOf('taken'),
    deferred: countOf('deferred'),
    quarantined: countOf('quarantined'),
    untrusted: countOf('untrusted'),
    failed: countOf('failed'),
  };
  const done = REPLAY_OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], 0);
  const unsettled = countOf(null);
  const settledAt = groups.flatMap((group) => group.settledAt ?? []).sort();
  return {
    replayId: replay.id,
    requestedAt: replay.requested_at,
    who: { actor: replay.actor, token: replay.token },
    reasonCode: replay.reason_code,
    total: done + unsettled,
    done,
    outcomes,
    finishedAt: unsettled === 0 ? (settledAt.at(-1) ?? null) : null,
  };
}
