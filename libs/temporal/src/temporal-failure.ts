import { status } from '@grpc/grpc-js';
import { isGrpcServiceError } from '@temporalio/client';

/**
 * Whether a call failed because Temporal cannot take it now, so that it should be repeated later.
 * A missing namespace counts as well: it is created after the server has started.
 */
export function isTemporalUnavailable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    // Only a request that is wrong in itself is not mended by repeating it.
    if (isGrpcServiceError(cause)) return cause.code !== status.INVALID_ARGUMENT;
    if (cause.name === 'NamespaceNotFoundError') return true;
  }
  return false;
}
