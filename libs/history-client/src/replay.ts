import { listOf, nullable, number, objectOf, oneOf, text } from './answer-reader';
import type { Open } from './open-union';

/** The ways in which the replay of a message ends that this version knows. */
export const REPLAY_OUTCOMES = ['taken', 'deferred', 'quarantined', 'untrusted', 'failed'] as const;

/** How the replay of a message ended: `taken` or `deferred` (it went through), else it is open again. */
export type ReplayOutcome = Open<(typeof REPLAY_OUTCOMES)[number]>;

/** How many messages ended in each way. */
export interface ReplayOutcomes {
  readonly taken: number;
  readonly deferred: number;
  readonly quarantined: number;
  readonly untrusted: number;
  readonly failed: number;
}

/** How far a replay has come. Times are ISO 8601 in UTC. */
export interface Replay {
  readonly replayId: string;
  readonly requestedAt: string;
  /** Who asked, by their own word. */
  readonly actor: string | null;
  /** First 8 hex digits of the SHA-256 of the token they used. */
  readonly token: string;
  /** Set when all of one reason were asked for. */
  readonly reasonCode: string | null;
  readonly total: number;
  readonly done: number;
  readonly outcomes: ReplayOutcomes;
  /** `null` while some are not settled. */
  readonly finishedAt: string | null;
}

/** The replay that a message is in, and its outcome. */
export interface MessageReplay extends Replay {
  readonly quarantineId: string;
  /** Of this message; `null`: not settled yet. */
  readonly outcome: ReplayOutcome | null;
  /** Why it ended so. */
  readonly code: string | null;
}

/** What a request to replay all of one reason comes to. */
export interface RequestedReplay {
  /** `null` when nothing is replayed: a dry run, or no message is open. */
  readonly replayId: string | null;
  /** How many messages are replayed, or would be. */
  readonly matched: number;
  /** Some of them. */
  readonly sampleIds: readonly string[];
}

const replay = {
  replayId: text,
  requestedAt: text,
  actor: nullable(text),
  token: text,
  reasonCode: nullable(text),
  total: number,
  done: number,
  outcomes: objectOf<ReplayOutcomes>({
    taken: number,
    deferred: number,
    quarantined: number,
    untrusted: number,
    failed: number,
  }),
  finishedAt: nullable(text),
};

/** Reads how far a replay has come. */
export const replayReader = objectOf<Replay>(replay);

/** Reads how far the replay of one message has come. */
export const messageReplayReader = objectOf<MessageReplay>({
  ...replay,
  quarantineId: text,
  outcome: nullable(oneOf(REPLAY_OUTCOMES)),
  code: nullable(text),
});

/** Reads what a request to replay all of one reason came to. */
export const requestedReplayReader = objectOf<RequestedReplay>({
  replayId: nullable(text),
  matched: number,
  sampleIds: listOf(text),
});
