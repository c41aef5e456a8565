import { flag, listOf, nullable, number, objectOf, oneOf, record, text } from './answer-reader';
import type { Open } from './open-union';
import { REPLAY_OUTCOMES, type ReplayOutcome } from './replay';

/** The states of a quarantined message that this version knows. */
export const QUARANTINE_STATES = ['open', 'replaying', 'replayed', 'dropped'] as const;

/** What became of a quarantined message. */
export type QuarantineState = Open<(typeof QUARANTINE_STATES)[number]>;

/** The ways by which messages come that this version knows. */
export const TRANSPORTS = ['https', 'sqs'] as const;

/** How a message came. */
export type Transport = Open<(typeof TRANSPORTS)[number]>;

/** What can be done with a quarantined message, as far as this version knows. */
export const QUARANTINE_ACTIONS = [
  'replay-requested',
  'replay-settled',
  'dropped',
  'erased',
] as const;

/** What was done with a quarantined message. */
export type QuarantineActionKind = Open<(typeof QUARANTINE_ACTIONS)[number]>;

/** A quarantined message without what it says. Times are ISO 8601 in UTC. */
export interface ListedQuarantined {
  readonly id: string;
  /** The id that SNS or SQS gave it. */
  readonly messageId: string;
  readonly transport: Transport;
  /** Stable: one of the server's docs/errors.md. */
  readonly reasonCode: string;
  /** Which part is wrong and what was expected; no values of the message. */
  readonly detail: string;
  /** Nobody vouches for it: its signature is bad. */
  readonly untrusted: boolean;
  readonly state: QuarantineState;
  /** How often it came. */
  readonly attempts: number;
  readonly receivedAt: string;
  readonly lastReceivedAt: string;
  readonly bodyBytes: number;
}

/** Something that was done with a quarantined message. */
export interface QuarantineAction {
  readonly action: QuarantineActionKind;
  readonly at: string;
  /** Who, by their own word. */
  readonly actor: string | null;
  /** First 8 hex digits of the SHA-256 of the token they used; `null`: ingestion did it. */
  readonly token: string | null;
  readonly replayId: string | null;
  readonly outcome: ReplayOutcome | null;
  /** Why it ended so. */
  readonly code: string | null;
  readonly note: string | null;
}

/** A quarantined message; it may hold personal data. */
export interface Quarantined extends ListedQuarantined {
  /** The raw text. */
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** What was done with it, oldest first. */
  readonly actions: readonly QuarantineAction[];
}

const listed = {
  id: text,
  messageId: text,
  transport: oneOf(TRANSPORTS),
  reasonCode: text,
  detail: text,
  untrusted: flag,
  state: oneOf(QUARANTINE_STATES),
  attempts: number,
  receivedAt: text,
  lastReceivedAt: text,
  bodyBytes: number,
};

/** Reads a quarantined message of a list. */
export const listedQuarantinedReader = objectOf<ListedQuarantined>(listed);

/** Reads a quarantined message. */
export const quarantinedReader = objectOf<Quarantined>({
  ...listed,
  body: text,
  headers: record,
  actions: listOf(
    objectOf<QuarantineAction>({
      action: oneOf(QUARANTINE_ACTIONS),
      at: text,
      actor: nullable(text),
      token: nullable(text),
      replayId: nullable(text),
      outcome: nullable(oneOf(REPLAY_OUTCOMES)),
      code: nullable(text),
      note: nullable(text),
    }),
  ),
});
