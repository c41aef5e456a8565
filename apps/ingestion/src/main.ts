import { isConfigCheck } from '@refill/service/check-config';
import { ConfigError } from '@refill/service/config';
import { createLogger } from '@refill/service/logger';
import { runUntilSignal } from '@refill/service/shutdown';
import { readIngestionConfig } from './config';
import { startIngestion } from './start-ingestion';

/** A little longer than answering may take, in ms; the local stack kills a service that takes longer than 8 s. */
const STOP_TIMEOUT_MS = 7_800;

async function main(): Promise<void> {
  const config = readIngestionConfig(process.env);
  if (isConfigCheck(process.argv)) return;
  const logger = createLogger({ service: 'ingestion', level: config.logLevel });
  const ingestion = await startIngestion(config, logger);
  await runUntilSignal({
    logger,
    stop: async () => await ingestion.stop(),
    timeoutMs: STOP_TIMEOUT_MS,
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
