/** A history that is not one of an order's; the code is stable. */
export class HistoryError extends Error {
  readonly code = 'TEMPORAL_HISTORY_UNREADABLE';

  /** @param detail names what is wrong, never a value */
  constructor(detail: string) {
    super(`TEMPORAL_HISTORY_UNREADABLE: ${detail}`);
    this.name = 'HistoryError';
  }
}
