import type { HttpAnswer } from './http-answer';
import { SimulatorError } from './simulator-error';

/** The history did not answer, or only that it can't now: to be asked again. */
export class HistoryUnavailableError extends SimulatorError {
  /** @param message what could not be read, and the answer */
  constructor(message: string) {
    super('SIMULATOR_HISTORY_FAILED', message);
    this.name = 'HistoryUnavailableError';
  }
}

/** Whether the same question may get another answer later: none, 429 and 5xx. */
export function isUnavailable(answer: HttpAnswer): boolean {
  return answer.kind === 'no-answer' || answer.status === 429 || answer.status >= 500;
}

/** What was read; `HistoryUnavailableError` where the history could not be asked. @throws any other error */
export async function readOrUnavailable<State>(
  read: () => Promise<State>,
): Promise<State | HistoryUnavailableError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof HistoryUnavailableError) return error;
    throw error;
  }
}
