import { setTimeout as delay } from 'node:timers/promises';

/**
 * Does work at fixed times, whether or not what came before has ended: what is slow then counts as late, and does
 * not slow its own measurement down.
 * @param pieces how many
 * @param perSecond how many begin in a second
 * @param work is told when it was due, by `performance.now()`
 * @returns how long each took from when it was due, in ms
 */
export async function inOpenLoop(
  pieces: number,
  perSecond: number,
  work: (piece: number, dueAt: number) => Promise<void>,
): Promise<readonly number[]> {
  const startedAt = performance.now();
  const running: Promise<number>[] = [];
  for (let piece = 0; piece < pieces; piece += 1) {
    const dueAt = startedAt + (piece * 1_000) / perSecond;
    const early = dueAt - performance.now();
    if (early > 0) await delay(early);
    const taking = work(piece, dueAt).then(() => performance.now() - dueAt);
    // Its failure is told below, once all have begun.
    taking.catch(() => undefined);
    running.push(taking);
  }
  return await Promise.all(running);
}
