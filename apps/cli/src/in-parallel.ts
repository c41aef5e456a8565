/**
 * Does work on each item of a stream, so many at once; takes the next only when there is room.
 * @throws the first failure, once what had begun has ended; nothing is begun after it
 */
export async function inParallel<Item>(
  items: AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.asyncIterator]();
  const failures: unknown[] = [];
  const goOn = async (): Promise<void> => {
    while (failures.length === 0) {
      try {
        const next = await left.next();
        if (next.done === true) return;
        await work(next.value);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
  if (failures.length > 0) throw failures[0];
}
