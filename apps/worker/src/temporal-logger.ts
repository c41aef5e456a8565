import { DefaultLogger, type LogLevel, type Logger as TemporalLogger } from '@temporalio/worker';
import { orderIdOfWorkflow } from '@refill/temporal/order-workflow-id';
import type { Logger } from 'pino';

/** Passes what the Temporal SDK logs on to the service's own log, with its context and the order's id. */
export function temporalLogger(logger: Logger, level: LogLevel): TemporalLogger {
  return new DefaultLogger(level, (entry) => {
    const context = withOrderId(entry.meta ?? {});
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

function withOrderId(meta: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { workflowId } = meta;
  const orderId = typeof workflowId === 'string' ? orderIdOfWorkflow(workflowId) : null;
  return orderId === null ? { ...meta } : { ...meta, orderId };
}
