import { requestHttp, type HttpAnswer, type HttpRequest } from './http-answer';
import type { Clock } from './wait';

/** How a delivery ended. */
export interface Delivery {
  readonly outcome: 'taken' | 'refused' | 'gave-up';
  /** The last answer. */
  readonly answer: HttpAnswer;
  readonly attempts: number;
}

/** How long a delivery is tried, in ms: SNS's default policy (three retries, 20 s apart) lasts a minute. */
const RETRY_FOR_MS = 60_000;

/** The pauses before the retries, in ms; the last one repeats. Shorter at first than SNS's, for whoever watches. */
const RETRY_PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 20_000] as const;

/** How long SNS waits for an answer, in ms. Source: the SNS developer guide, "Amazon SNS message delivery retries". */
export const SNS_TIMEOUT_MS = 15_000;

/**
 * Delivers a request as SNS does: what gets a 5xx or no answer is tried again for a minute, any other
 * answer is final.
 * @param onRetry told of every attempt that failed and of the pause before the next, in ms
 * @throws the signal's reason when it is aborted
 */
export async function deliverLikeSns(
  request: HttpRequest,
  options: {
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly onRetry: (answer: HttpAnswer, pauseMs: number) => void;
  },
): Promise<Delivery> {
  const { clock, signal, onRetry } = options;
  const giveUpAt = clock.now() + RETRY_FOR_MS;
  for (let attempts = 1; ; attempts += 1) {
    const answer = await requestHttp(request, signal);
    if (answer.kind === 'answered' && answer.status < 500) {
      const taken = answer.status >= 200 && answer.status < 300;
      return { outcome: taken ? 'taken' : 'refused', answer, attempts };
    }
    const pauseMs = RETRY_PAUSES_MS[attempts - 1] ?? 20_000;
    if (clock.now() + pauseMs > giveUpAt) return { outcome: 'gave-up', answer, attempts };
    onRetry(answer, pauseMs);
    await clock.wait(pauseMs, signal);
  }
}
