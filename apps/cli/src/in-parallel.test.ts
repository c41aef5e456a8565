import { setImmediate } from 'node:timers/promises';
import { inParallel } from './in-parallel';

async function* numbers(count: number): AsyncGenerator<number, void> {
  for (let number = 1; number <= count; number += 1) {
    await setImmediate();
    yield number;
  }
}

it('works on so many at once, and on each once', async () => {
  const done: number[] = [];
  let underWay = 0;
  let most = 0;
  await inParallel(numbers(100), 7, async (number) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await setImmediate();
    await setImmediate();
    underWay -= 1;
    done.push(number);
  });
  expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(7);
});

it('begins nothing after a failure, and lets end what had begun', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = async (number: number): Promise<void> => {
    begun.push(number);
    await setImmediate();
    if (number === 5) throw new Error('five');
    ended.push(number);
  };
  await expect(inParallel(numbers(1_000), 3, work)).rejects.toThrow('five');
  expect(begun.length).toBeLessThan(12);
  expect(begun.filter((number) => number !== 5)).toEqual(ended);
});
