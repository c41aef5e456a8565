import { isConfigCheck } from '@refill/service/check-config';
import { ConfigError } from '@refill/service/config';
import { createLogger } from '@refill/service/logger';
import { runUntilSignal } from '@refill/service/shutdown';
import { startTracing } from '@refill/tracing/start-tracing';
import { readIngestionConfig } from './config';
import { startIngestion } from './start-ingestion';

/** A little longer than answering may take, in ms; the local stack kills a service that takes longer than 8 s. */
const STOP_TIMEOUT_MS = 7_800;

async function main(): Promise<void> {
  const config = readIngestionConfig(process.env);
  if (isConfigCheck(process.argv)) return;
  const logger = createLogger({ service: 'ingestion', level: config.logLevel });
  const tracing = await startTracing('ingestion', () => {
    logger.warn('traces could not be sent: is OTEL_EXPORTER_OTLP_ENDPOINT right?');
  });
  const ingestion = await startIngestion(config, logger, {
    clientInterceptors: tracing?.clientInterceptors ?? [],
  });
  await runUntilSignal({
    logger,
    stop: async () => {
      await ingestion.stop();
      await tracing?.stop();
    },
    timeoutMs: STOP_TIMEOUT_MS,
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
