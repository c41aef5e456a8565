import { HistoryApiError, HistoryClientError } from '@refill/history-client';
import { ConfigError } from '@refill/service/config';
import { CliError } from './cli-error';

/** What the command's exit code says; listed in docs/cli.md. */
export const EXIT_CODES = {
  ok: 0,
  failed: 1,
  /** The command line is wrong, or a setting. */
  usage: 2,
  notFound: 3,
  /** The token is missing, wrong or not enough. */
  refused: 4,
  /** The service or what it needs can't be reached. */
  unreachable: 5,
  /** It can't be done as things stand: the order has ended, the message is no longer open. */
  conflict: 6,
  /** Ctrl-C, as shells have it: 128 + SIGINT. */
  interrupted: 130,
} as const;

/** One of the command's exit codes. */
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** The exit code for an error that ended a command. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CliError) return error.exitCode;
  if (error instanceof ConfigError) return EXIT_CODES.usage;
  if (error instanceof HistoryApiError) return exitCodeOfStatus(error.status);
  if (!(error instanceof HistoryClientError)) return EXIT_CODES.failed;
  switch (error.code) {
    case 'HISTORY_CLIENT_OPTIONS_INVALID':
    case 'HISTORY_CLIENT_ARGUMENT_INVALID':
      return EXIT_CODES.usage;
    case 'HISTORY_CLIENT_NETWORK':
    case 'HISTORY_CLIENT_TIMEOUT':
      return EXIT_CODES.unreachable;
    default:
      return EXIT_CODES.failed;
  }
}

function exitCodeOfStatus(status: number): ExitCode {
  switch (status) {
    case 400:
    case 422:
      return EXIT_CODES.usage;
    case 401:
    case 403:
      return EXIT_CODES.refused;
    case 404:
      return EXIT_CODES.notFound;
    case 409:
      return EXIT_CODES.conflict;
    case 502:
    case 503:
    case 504:
      return EXIT_CODES.unreachable;
    default:
      return EXIT_CODES.failed;
  }
}
