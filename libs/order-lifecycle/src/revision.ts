/** More records than an order makes between two workflow tasks; keeps a revision within 32 bits. */
const RECORDS_PER_TASK = 1_000;

/**
 * The revision of a record: grows with the run's history, then with the records made.
 *
 * The count alone would not do. A worker that is killed after it has written, and before Temporal knows, leaves
 * the row behind; another does the work again with what has come meanwhile, and counts from the same number.
 * @param historyLength the number of events in the run's history
 * @param records how many records the run has made, this one included
 */
export function revisionOf(historyLength: number, records: number): number {
  return historyLength * RECORDS_PER_TASK + Math.min(records, RECORDS_PER_TASK - 1);
}
