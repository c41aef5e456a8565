import { isConfigCheck } from '@refill/service/check-config';
import { ConfigError } from '@refill/service/config';
import { createLogger } from '@refill/service/logger';
import { runUntilSignal } from '@refill/service/shutdown';
import { boundGarbage } from '@refill/temporal/bound-garbage';
import { TemporalConfigError } from '@refill/temporal/temporal-config';
import { startTracing } from '@refill/tracing/start-tracing';
import { readWorkerConfig } from './config';
import { startWorkerService } from './service';
import { WorkflowBundleMissingError } from './workflow-bundle';

/** Longer than the worker's own grace, shorter than an orchestrator's patience. */
const STOP_TIMEOUT_MS = 14_000;

async function main(): Promise<void> {
  const config = readWorkerConfig(process.env);
  if (isConfigCheck(process.argv)) return;
  boundGarbage();
  const logger = createLogger({ service: 'worker', level: config.LOG_LEVEL });
  const tracing = await startTracing('worker', () => {
    logger.warn('traces could not be sent: is OTEL_EXPORTER_OTLP_ENDPOINT right?');
  });
  const service = await startWorkerService(config, logger, tracing);
  service.ended.catch((error: unknown) => {
    logger.fatal({ err: error }, 'the worker broke down');
    process.exit(1);
  });
  const stop = async (): Promise<void> => {
    await service.stop();
    await tracing?.stop();
  };
  await runUntilSignal({ logger, stop, timeoutMs: STOP_TIMEOUT_MS });
}

main().catch((error: unknown) => {
  const known =
    error instanceof ConfigError ||
    error instanceof TemporalConfigError ||
    error instanceof WorkflowBundleMissingError;
  console.error(known ? error.message : error);
  process.exit(1);
});
