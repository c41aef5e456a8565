import type { Transport } from './ingestion-metrics';

/** A message as it came in, before anything of it is believed. */
export interface ReceivedMessage {
  readonly transport: Transport;
  /** The raw text. */
  readonly body: string;
  /** The headers of HTTP without credentials, or the attributes of SQS. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  /** How often it came until now, by the queue's count; 1 without one. */
  readonly attempts?: number;
  /** The id under which it lies in quarantine already: set for a replay, which must not make a second row. */
  readonly quarantinedAs?: string;
}

/** A message that is trusted, and what DRS says in it. */
export interface TrustedMessage extends ReceivedMessage {
  /** The id that SNS gave it; that of SQS where delivery is raw. */
  readonly messageId: string;
  /** The text that DRS published. */
  readonly message: string;
  /** The version that an unsigned attribute claims; `null` without one. */
  readonly claimedVersion: string | null;
}
