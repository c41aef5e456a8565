import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats a check until it passes.
 * @param withinMs how long it may fail, in ms
 * @throws what the check threw the last time
 */
export async function eventually<T>(check: () => Promise<T>, withinMs = 45_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await sleep(50);
  }
}
