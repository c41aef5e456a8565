import { drawCurve } from './draw-curve';
import { spreadOf } from './curve';

const rate = {
  name: 'orders/s',
  points: [[1, 10] as const, [10, 20] as const, [100, 25] as const],
};
const cost = { name: 'CPU ms per order, worker', points: [[1, 8] as const, [100, 10] as const] };

it('draws the title, both axes and every line', () => {
  const svg = drawCurve({ name: 'some', title: 'Some curve', grows: 'orders', rate, cost: [cost] });
  expect(svg).toMatch(/^<svg /);
  for (const text of ['Some curve', 'orders', 'orders/s', 'CPU ms per order, worker']) {
    expect(svg).toContain(text);
  }
});

it('tells how flat a line is', () => {
  expect(spreadOf(rate)).toBe(2.5);
  expect(spreadOf({ name: '', points: [[1, 3]] })).toBe(1);
});
