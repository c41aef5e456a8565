import type { IngestionLogger } from '../ingestion-logger';

const nothing = (): void => undefined;

/** A logger that says nothing. */
export const silentLogger: IngestionLogger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
};
