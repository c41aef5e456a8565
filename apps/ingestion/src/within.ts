/**
 * Waits for work, but not for longer than a time; the work itself goes on, so it must be safe to repeat.
 * @param timeoutMs how long to wait, in ms
 * @param late makes the error to throw when the time is over
 */
export async function within<T>(
  timeoutMs: number,
  work: Promise<T>,
  late: () => Error,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(late());
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
