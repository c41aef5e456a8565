import { status } from '@grpc/grpc-js';
import { isGrpcServiceError } from '@temporalio/client';
import type { TemporalConnection } from '@refill/temporal/connection';
import { ensureSearchAttributes } from '@refill/temporal/ensure-search-attributes';
import type { Logger } from 'pino';

/** Temporal Cloud lets no client do it: an operator has to, in its UI or with `tcld`. */
const NOT_OURS_TO_DO: ReadonlySet<number> = new Set([
  status.PERMISSION_DENIED,
  status.UNIMPLEMENTED,
]);

/** How long an attempt may take, in ms. */
const TIMEOUT_MS = 5_000;

/**
 * Registers the search attributes that the namespace lacks; one attempt.
 * @throws what `ensureSearchAttributes` throws, but for a server that does not let us: that is logged
 */
export async function registerSearchAttributes(
  { connection, namespace }: TemporalConnection,
  logger: Logger,
): Promise<void> {
  try {
    await connection.withDeadline(
      Date.now() + TIMEOUT_MS,
      async () => await ensureSearchAttributes(connection, namespace),
    );
  } catch (error) {
    if (!isGrpcServiceError(error) || !NOT_OURS_TO_DO.has(error.code)) throw error;
    logger.warn(
      { code: status[error.code] },
      'Temporal does not let us register search attributes: an operator has to',
    );
  }
}
