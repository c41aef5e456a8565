import { DefaultLogger, type LogLevel, type Logger as TemporalLogger } from '@temporalio/worker';
import { orderIdOfWorkflow } from '@refill/temporal/order-workflow-id';
import type { Logger } from 'pino';

/** Passes what the Temporal SDK logs on to the service's own log, with its context, the order's id and the trace's. */
export function temporalLogger(logger: Logger, level: LogLevel): TemporalLogger {
  return new DefaultLogger(level, (entry) => {
    const context = withIds(entry.meta ?? {});
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

/** The ids by the names that all lines have: the order's, and the trace's, which OpenTelemetry writes otherwise. */
function withIds(meta: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { trace_id: traceId, span_id: spanId, trace_flags: _flags, ...others } = meta;
  const { workflowId } = meta;
  const orderId = typeof workflowId === 'string' ? orderIdOfWorkflow(workflowId) : null;
  return {
    ...others,
    ...(orderId === null ? {} : { orderId }),
    ...(traceId === undefined ? {} : { traceId, spanId }),
  };
}
