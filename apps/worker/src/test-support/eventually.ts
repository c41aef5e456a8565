import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again and again until the answer is the wanted one.
 * @throws Error that shows the last answer
 */
export async function eventually<T>(
  ask: () => Promise<T> | T,
  wanted: (answer: T) => boolean,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > deadline) {
      throw new Error(`not within ${timeoutMs} ms; the last answer: ${JSON.stringify(answer)}`);
    }
    await delay(50);
  }
}
