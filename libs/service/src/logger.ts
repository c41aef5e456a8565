import pino, { type DestinationStream, type Logger } from 'pino';
import { currentLogContext, currentTrace } from './log-context';

/** What a service's logger needs to know. */
export interface LoggerOptions {
  /** The service's name, on every line. */
  readonly service: string;
  /** `info` by default. */
  readonly level?: string;
  /** Where the lines go; standard output by default. */
  readonly destination?: DestinationStream;
}

/** An error as it is logged: type, code, message, stack and cause, and no other property. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: LoggedError;
}

/**
 * Turns anything thrown into what may be logged.
 *
 * Drivers put data into other properties (`pg`: `detail` with the row's values), so only the named ones are kept.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error was thrown' };
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
      ? { code: error.code }
      : {};
  return {
    type: error.name,
    message: error.message,
    ...code,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    // A chain of causes can be a circle.
    ...(error.cause === undefined || depth >= 4
      ? {}
      : { cause: loggedError(error.cause, depth + 1) }),
  };
}

/**
 * Creates a service's logger: JSON lines with the service's name, ISO 8601 time in UTC, the level by name and the
 * ids of `withLogContext` and of the trace, where one is written.
 */
export function createLogger({ service, level = 'info', destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { service },
      mixin: () => ({ ...currentLogContext(), ...currentTrace() }),
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => loggedError(error) },
      redact: {
        paths: ['authorization', '*.authorization', '*.headers.authorization'],
        censor: '[secret]',
      },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}
