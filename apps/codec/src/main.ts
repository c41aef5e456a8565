import { ConfigError } from '@refill/service/config';
import { createLogger } from '@refill/service/logger';
import { runUntilSignal } from '@refill/service/shutdown';
import { readCodecConfig } from './codec-config';
import { createCodecServer } from './codec-server';

/** As long as answering may take, in ms. */
const STOP_TIMEOUT_MS = 7_500;

async function main(): Promise<void> {
  const config = readCodecConfig(process.env);
  const logger = createLogger({ service: 'codec', level: config.LOG_LEVEL });
  const app = await createCodecServer(config, logger);
  const url = await app.listen({ host: config.CODEC_HOST, port: config.CODEC_PORT });
  const { currentId, byId } = config.TEMPORAL_ENCRYPTION_KEYS;
  logger.info(
    {
      url,
      currentKey: currentId,
      keys: [...byId.keys()],
      allowedOrigins: config.CODEC_ALLOWED_ORIGINS,
      tokenNeeded: config.CODEC_TOKEN !== undefined,
    },
    'the codec server listens',
  );
  await runUntilSignal({ logger, stop: () => app.close(), timeoutMs: STOP_TIMEOUT_MS });
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
