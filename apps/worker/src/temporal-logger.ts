import { DefaultLogger, type LogLevel, type Logger as TemporalLogger } from '@temporalio/worker';
import { orderIdOfWorkflow } from '@refill/temporal/order-workflow-id';
import type { Logger } from 'pino';

/** Passes what the Temporal SDK logs on to the service's own log, with its context, the order's id, the trace's and the error. */
export function temporalLogger(logger: Logger, level: LogLevel): TemporalLogger {
  return new DefaultLogger(level, (entry) => {
    const context = asInOtherLines(entry.meta ?? {});
    switch (entry.level) {
      case 'TRACE':
        logger.trace(context, entry.message);
        break;
      case 'DEBUG':
        logger.debug(context, entry.message);
        break;
      case 'INFO':
        logger.info(context, entry.message);
        break;
      case 'WARN':
        logger.warn(context, entry.message);
        break;
      case 'ERROR':
        logger.error(context, entry.message);
        break;
    }
  });
}

/** What all lines have, by the names that it has there: the ids of the order and of the trace, and an error. */
function asInOtherLines(meta: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { trace_id: traceId, span_id: spanId, trace_flags: _flags, error: err, ...others } = meta;
  const { workflowId } = meta;
  const orderId = typeof workflowId === 'string' ? orderIdOfWorkflow(workflowId) : null;
  return {
    ...others,
    ...(err === undefined ? {} : { err }),
    ...(orderId === null ? {} : { orderId }),
    ...(traceId === undefined ? {} : { traceId, spanId }),
  };
}
