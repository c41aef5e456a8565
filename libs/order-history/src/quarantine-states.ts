/** The states of a quarantined message. */
export const QUARANTINE_STATES = ['open', 'replaying', 'replayed', 'dropped'] as const;

/**
 * What became of a quarantined message: `open` (waits for somebody), `replaying` (in a replay that is not settled
 * yet), `replayed` (it went through) or `dropped` (somebody gave it up).
 */
export type QuarantineState = (typeof QUARANTINE_STATES)[number];

/** The ways in which the replay of a message ends. */
export const REPLAY_OUTCOMES = ['taken', 'deferred', 'quarantined', 'untrusted', 'failed'] as const;

/**
 * How the replay of a message ended: `taken` or `deferred` (it went through), else it is open again: `quarantined`
 * (still unusable), `untrusted` (its signature is bad) or `failed` (an error of ours).
 */
export type ReplayOutcome = (typeof REPLAY_OUTCOMES)[number];

/** What is done with a quarantined message. */
export const QUARANTINE_ACTIONS = [
  'replay-requested',
  'replay-settled',
  'dropped',
  'erased',
] as const;

/** What was done with a quarantined message. */
export type QuarantineActionKind = (typeof QUARANTINE_ACTIONS)[number];

/** Who does something with a quarantined message. */
export interface Who {
  /** Their name by their own word; `null` when they gave none. */
  readonly actor: string | null;
  /** The fingerprint of the bearer token they used: the first 8 hex digits of its SHA-256. */
  readonly token: string;
}
