import { HistoryUnavailableError, readOrUnavailable } from './history-unavailable';
import type { Terminal } from './terminal';
import { clockText, durationText } from './time-text';
import type { Clock } from './wait';

/** How something was found after a wait. */
export interface AwaitedState<State> {
  readonly asExpected: boolean;
  /** `null` when the history does not know it. */
  readonly state: State | null;
}

/** What is waited for. */
export interface Waiting<State> {
  /** Asks the history. */
  readonly read: () => Promise<State | null>;
  readonly isAsExpected: (state: State | null) => boolean;
  readonly expectedText: string;
  readonly stateText: (state: State | null) => string;
  /** How long at most, in ms. */
  readonly withinMs: number;
  readonly waitingFor: string | null;
  /** Tells the orders or devices of a simulation apart; empty where there is but one. */
  readonly tag: string;
}

/** What waiting needs. */
export interface WaitingTools {
  readonly clock: Clock;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** How often the history is asked, in ms. */
const POLL_MS = 500;

/**
 * Waits until the history shows something as expected, or until its time is up.
 * @throws what `read` throws; HistoryUnavailableError only when the time is up
 */
export async function awaitState<State>(
  waiting: Waiting<State>,
  { clock, terminal, signal }: WaitingTools,
): Promise<AwaitedState<State>> {
  const { withinMs, waitingFor, tag, expectedText, stateText } = waiting;
  const began = clock.now();
  const text =
    `${clockText(began)}    … ${tag}waiting for ${expectedText}` +
    `${waitingFor === null ? '' : `: for ${waitingFor}`} (${durationText(withinMs)} at most)`;
  for (;;) {
    const state = await readOrUnavailable(waiting.read);
    const elapsed = clock.now() - began;
    if (state instanceof HistoryUnavailableError) {
      if (elapsed >= withinMs) throw state;
      terminal.progress(text, `${durationText(elapsed)}, the history does not answer`);
      await clock.wait(POLL_MS, signal);
      continue;
    }
    const asExpected = waiting.isAsExpected(state);
    if (asExpected || elapsed >= withinMs) {
      terminal.line(
        `${clockText(clock.now())}  ${asExpected ? '=' : '!'} ${tag}Refill: ${stateText(state)}` +
          `${asExpected ? '' : `; expected ${expectedText}`}  (after ${durationText(elapsed)})`,
      );
      return { asExpected, state };
    }
    terminal.progress(text, `${durationText(elapsed)}, now: ${stateText(state)}`);
    await clock.wait(POLL_MS, signal);
  }
}
