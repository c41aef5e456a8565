import type { Client } from '@temporalio/client';
import { isTemporalUnavailable } from '@refill/temporal/temporal-failure';
import { temporalUnavailable } from './order-problems';

/** How long a call may take including the SDK's own retries, in ms. */
const CALL_TIMEOUT_MS = 5_000;

/**
 * Calls Temporal for a request that somebody waits for.
 * @param stop ends the call when the service stops
 * @throws ProblemError 503 `HISTORY_TEMPORAL_UNAVAILABLE` when Temporal cannot take it now: whether it was done is not known
 */
export async function callTemporal<T>(
  client: Client,
  stop: AbortSignal,
  call: () => Promise<T>,
): Promise<T> {
  try {
    // One for each call: the SDK never takes its listener off again.
    return await client.withAbortSignal(
      AbortSignal.any([stop]),
      async () => await client.withDeadline(Date.now() + CALL_TIMEOUT_MS, call),
    );
  } catch (error) {
    throw isTemporalUnavailable(error) ? temporalUnavailable(error) : error;
  }
}
