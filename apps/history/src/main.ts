import { isConfigCheck } from '@refill/service/check-config';
import { ConfigError, readConfig } from '@refill/service/config';
import { createLogger } from '@refill/service/logger';
import { runUntilSignal } from '@refill/service/shutdown';
import { startTracing } from '@refill/tracing/start-tracing';
import { historyConfigSchema } from './history-config';
import { startHistory } from './history-service';

/** How long requests under way may take when the service stops, in ms. */
const STOP_TIMEOUT_MS = 10_000;

async function main(): Promise<void> {
  const config = readConfig(historyConfigSchema, process.env);
  if (isConfigCheck(process.argv)) return;
  const logger = createLogger({ service: 'history', level: config.LOG_LEVEL });
  try {
    const tracing = await startTracing('history', () => {
      logger.warn('traces could not be sent: is OTEL_EXPORTER_OTLP_ENDPOINT right?');
    });
    const service = await startHistory(
      config,
      logger,
      tracing === null ? {} : { clientInterceptors: tracing.clientInterceptors },
    );
    logger.info({ port: service.port }, 'the order history answers');
    const stop = async (): Promise<void> => {
      await service.stop();
      await tracing?.stop();
    };
    await runUntilSignal({ logger, stop, timeoutMs: STOP_TIMEOUT_MS });
  } catch (err) {
    logger.fatal({ err }, 'the order history could not start');
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  const message = error instanceof ConfigError ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
});
