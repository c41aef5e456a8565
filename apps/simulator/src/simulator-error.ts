/** The codes of what can stop a simulation; explained in docs/errors.md. */
export type SimulatorErrorCode =
  | 'SIMULATOR_VERSION_UNSUPPORTED'
  | 'SIMULATOR_TOPIC_INVALID'
  | 'SIMULATOR_ADDRESS_INVALID'
  | 'SIMULATOR_TARGET_NOT_LOCAL'
  | 'SIMULATOR_TOKENS_INVALID'
  | 'SIMULATOR_TOKEN_MISSING'
  | 'SIMULATOR_STACK_DOWN'
  | 'SIMULATOR_NOT_TAKEN'
  | 'SIMULATOR_HISTORY_FAILED';

/** Stops a simulation; its message tells the person at the terminal what to do. */
export class SimulatorError extends Error {
  /** @param code stable, see docs/errors.md */
  constructor(
    readonly code: SimulatorErrorCode,
    message: string,
  ) {
    super(`${code}: ${message}`);
    this.name = 'SimulatorError';
  }
}
