import { curveText, spreadOf } from './growth-report';

it('tells every size, and how flat a line is', () => {
  const text = curveText({
    name: 'some',
    title: 'Some curve',
    grows: 'open orders',
    rate: {
      name: 'orders per second',
      points: [
        [1_000, 20],
        [10_000, 10],
      ],
    },
    cost: { name: 'CPU ms per order', lines: [{ name: 'worker', points: [[1_000, 8]] }] },
  });
  const rows = text.split('\n').filter((line) => line.startsWith('│'));
  expect(rows.map((row) => row.split('│').map((cell) => cell.trim()))).toEqual([
    ['', 'open orders', 'orders per second', 'worker, CPU ms per order', ''],
    ['', '1,000', '20.0', '8.0', ''],
    ['', '10,000', '10.0', '–', ''],
    ['', 'most ÷ least', '2.00', '1.00', ''],
  ]);
});

it('takes a single point for flat', () => {
  expect(spreadOf({ name: '', points: [[1, 3]] })).toBe(1);
});
