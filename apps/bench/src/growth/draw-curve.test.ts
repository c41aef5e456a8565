import { drawCurve } from './draw-curve';

it('draws the title, all axes with their units, the sizes, and every line', () => {
  const svg = drawCurve({
    name: 'some',
    title: 'Some curve',
    grows: 'orders in the history',
    rate: {
      name: 'orders per second',
      points: [
        [10_000, 10],
        [1_000_000, 20],
      ],
    },
    cost: {
      name: 'CPU ms per order',
      lines: [
        {
          name: 'worker',
          points: [
            [10_000, 8],
            [1_000_000, 10],
          ],
        },
        {
          name: 'PostgreSQL',
          points: [
            [10_000, 2],
            [1_000_000, 3],
          ],
        },
      ],
    },
  });
  expect(svg).toMatch(/^<svg /);
  const texts = ['Some curve', 'orders in the history', 'orders per second', 'CPU ms per order'];
  for (const text of [...texts, '10k', '1M', 'worker', 'PostgreSQL']) expect(svg).toContain(text);
});
