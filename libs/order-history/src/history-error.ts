/** The codes of what can go wrong in the order history itself. */
export type HistoryErrorCode =
  /** A migration could not be applied: the database is left as it was. */
  | 'HISTORY_MIGRATION_FAILED'
  /** JSON in a row is not what this version of Refill writes. */
  | 'HISTORY_ROW_INVALID'
  /** The schema lacks migrations, and this service is not to apply them. */
  | 'HISTORY_SCHEMA_BEHIND'
  /** An email was settled for an order that was never recorded. */
  | 'HISTORY_UNKNOWN_ORDER'
  /** An email was settled for a device that was never recorded. */
  | 'HISTORY_UNKNOWN_DEVICE';

/** An error of the order history; the message holds no personal data. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';

  /** @param code stable: callers and `docs/errors.md` go by it */
  constructor(
    readonly code: HistoryErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${message}`, options);
  }
}
