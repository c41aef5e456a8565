import type { Sample } from './samples';
import { thereAndBack } from './there-and-back';

it('goes up, down and up again, and takes the middle of each size', async () => {
  const taken: [number, number][] = [];
  const samples = await thereAndBack([1, 2], async (size, share): Promise<Sample> => {
    taken.push([size, share]);
    return { perSecond: taken.length, cpuMs: new Map() };
  });
  expect(taken.map(([size]) => size)).toEqual([1, 2, 2, 1, 1, 2]);
  expect(taken.map(([, share]) => share * 6)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(samples.map(([size, { perSecond }]) => [size, perSecond])).toEqual([
    [1, 4],
    [2, 3],
  ]);
});
