/** Why Temporal or PostgreSQL did not do what was asked; stable codes, see docs/errors.md. */
export type BackendFailureCode =
  /** Temporal can't be reached, or did not answer in time. */
  | 'TEMPORAL_UNAVAILABLE'
  /** Temporal refused this very request; no repetition mends it. */
  | 'TEMPORAL_REJECTED'
  /** PostgreSQL can't be reached, did not answer in time, or is not migrated yet. */
  | 'HISTORY_UNAVAILABLE'
  /** PostgreSQL refused these very data; no repetition mends it. */
  | 'HISTORY_REJECTED'
  /** More calls wait for Temporal than `INGESTION_MAX_CONCURRENCY` allows. */
  | 'INGESTION_BUSY';

/** Temporal or PostgreSQL did not do what was asked; the cause is the driver's own error. */
export class BackendFailure extends Error {
  /** @param cause may hold values of the message in the driver's own fields; log it by code only */
  constructor(
    readonly code: BackendFailureCode,
    cause?: unknown,
  ) {
    super(code, { cause });
    this.name = 'BackendFailure';
  }
}

/**
 * What may be logged of a failure's cause: its code, else its name. Its text may hold values of the message.
 * `timeout` when there is no cause: then we stopped waiting.
 */
export function causeName({ cause }: BackendFailure): string | number {
  if (!(cause instanceof Error)) return 'timeout';
  const root = cause.cause instanceof Error ? cause.cause : cause;
  return 'code' in root && (typeof root.code === 'string' || typeof root.code === 'number')
    ? root.code
    : root.name;
}
