import type { FastifyBaseLogger } from 'fastify';

/** What a line of the log is written with. */
export type IngestionLogger = Pick<FastifyBaseLogger, 'debug' | 'info' | 'warn' | 'error'>;
