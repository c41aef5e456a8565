import { isGrpcServiceError } from '@temporalio/client';

/** gRPC's INVALID_ARGUMENT: the request itself is wrong, and no repetition mends it. */
const INVALID_ARGUMENT = 3;

/**
 * Whether a call failed because Temporal cannot take it now, so that it should be repeated later.
 * A missing namespace counts as well: it is created after the server has started.
 */
export function isTemporalUnavailable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause)) return Number(cause.code) !== INVALID_ARGUMENT;
    if (cause.name === 'NamespaceNotFoundError') return true;
  }
  return false;
}
