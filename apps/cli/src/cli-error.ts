import type { ExitCode } from './exit-codes';

/** The codes of the command's own errors; explained in docs/errors.md. */
export type CliErrorCode =
  | 'CLI_TOKEN_MISSING'
  | 'CLI_TOKENS_INVALID'
  | 'CLI_FILE_UNREADABLE'
  | 'CLI_FILE_UNWRITABLE'
  | 'CLI_INPUT_INVALID'
  | 'CLI_ROWS_REJECTED'
  | 'CLI_NOT_CONFIRMED'
  | 'CLI_REPLAY_INCOMPLETE'
  | 'CLI_ACTION_FAILED'
  | 'CLI_DOCTOR_FAILED'
  | 'CLI_SIMULATOR_NOT_BUILT';

/** Ends a command; its message tells the person at the terminal what to do. */
export class CliError extends Error {
  /** @param code stable, see docs/errors.md */
  constructor(
    readonly code: CliErrorCode,
    message: string,
    readonly exitCode: ExitCode,
  ) {
    super(`${code}: ${message}`);
    this.name = 'CliError';
  }
}
