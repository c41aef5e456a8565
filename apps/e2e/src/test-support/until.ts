import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again and again until the answer is the wanted one.
 * @param timeoutMs when to give up, in ms
 * @throws Error that shows the last answer
 */
export async function until<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > deadline) {
      throw new Error(
        `not within ${String(timeoutMs)} ms; the last answer: ${JSON.stringify(answer)}`,
      );
    }
    await delay(100);
  }
}
