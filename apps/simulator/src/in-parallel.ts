/**
 * Does work on each item, so many at once, taking the next only when there is room.
 * @throws the first failure, once what had begun has ended; nothing is begun after it
 */
export async function inParallel<Item>(
  items: Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  const failures: unknown[] = [];
  const goOn = async (): Promise<void> => {
    for (let next = left.next(); next.done !== true; next = left.next()) {
      if (failures.length > 0) return;
      try {
        await work(next.value);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
  if (failures.length > 0) throw failures[0];
}
