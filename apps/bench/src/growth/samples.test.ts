import { curveOfSamples, medianOf } from './samples';

const sampleOf = (perSecond: number, worker: number): Parameters<typeof medianOf>[0][number] => ({
  perSecond,
  cpuMs: new Map([['worker', worker]]),
});

it('takes the middle of each figure', () => {
  const samples = [sampleOf(10, 3), sampleOf(30, 1), sampleOf(20, 2)];
  expect(medianOf(samples)).toEqual(sampleOf(20, 2));
});

it('makes a line of each part', () => {
  const about = { name: 'some', title: 'Some', grows: 'orders', piece: 'order' };
  expect(
    curveOfSamples(about, [
      [1, sampleOf(10, 3)],
      [2, sampleOf(20, 2)],
    ]),
  ).toEqual({
    name: 'some',
    title: 'Some',
    grows: 'orders',
    rate: {
      name: 'orders per second',
      points: [
        [1, 10],
        [2, 20],
      ],
    },
    cost: {
      name: 'CPU ms per order',
      lines: [
        {
          name: 'worker',
          points: [
            [1, 3],
            [2, 2],
          ],
        },
      ],
    },
  });
});
