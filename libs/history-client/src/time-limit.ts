/** The longest time limit there is, in ms: what a timer takes. */
export const LONGEST_TIME_LIMIT_MS = 2_147_483_647;

/**
 * Does something within a time limit. It ends with the limit or the caller's signal even if the work heeds neither.
 * @param limit how long it may take, in ms, and the error when it takes longer
 * @param signal the caller's
 * @param work gets a signal that ends with either
 * @throws the signal's reason once it is aborted; `limit.error()` when the time is over
 */
export async function withinTimeLimit<T>(
  limit: { readonly ms: number; readonly error: () => Error },
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  // Not AbortSignal.any and AbortSignal.timeout: some Node 20 lose a combined signal to the garbage collector.
  const controller = new AbortController();
  const state = { over: false };
  const stop = () => controller.abort();
  const timer = setTimeout(() => {
    state.over = true;
    stop();
  }, limit.ms);
  signal?.addEventListener('abort', stop);
  try {
    const stopped = new Promise<never>((_resolve, reject) => {
      controller.signal.addEventListener('abort', () => reject(new Error('stopped')));
    });
    return await Promise.race([work(controller.signal), stopped]);
  } catch (error) {
    signal?.throwIfAborted();
    throw state.over ? limit.error() : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}
