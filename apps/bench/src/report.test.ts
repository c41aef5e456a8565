import { barOf } from './bars';
import { barsText, ratesText, ratiosText } from './report';
import { verdictsOf } from './verdicts';

it('tells each bar, whether it was measured or not, and the noise', () => {
  const rates = { 'ceiling B: orders/s': [20], 'naive: orders/s': [10] };
  const figures = { bars: { naive: [1.6, 1.4, 1.7] }, rates };
  const verdicts = verdictsOf(figures, [barOf('naive'), barOf('burst')]);
  const noise = { orders: { seconds: 9, stolen: 0.012, others: 0.5, idle: 0 } };
  const lines = barsText(verdicts, noise).split('\n');
  const rows = lines.filter((line) => line.startsWith('│')).slice(1);
  expect(rows.map((row) => row.split('│').map((cell) => cell.trim()))).toEqual([
    ['', 'Refill orders/s ÷ naive', '≥ 1.5', '1.60', '1.40', '1.70', '3', '2.00', 'pass', ''],
    ['', barOf('burst').name, '≤ 0.5', '–', '–', '–', '0', '–', 'not measured', ''],
  ]);
  expect(lines.at(-2)).toMatch(/^That is much \(orders\): judge by a run on a machine/);
  expect(lines.at(-3)).toMatch(/: orders 1\.2 % \/ 50\.0 %$/);
});

it.each([
  [0.04, 0.05, false],
  [0.06, 0.05, true],
])('warns when %f stolen and %f used by others are much: %s', (stolen, others, warns) => {
  const noise = {
    pure: { seconds: 9, stolen: 0, others: 0, idle: 1 },
    orders: { seconds: 9, stolen, others, idle: 0 },
  };
  expect(barsText([], noise).includes('That is much (orders)')).toBe(warns);
});

it('tells absolute figures, and nothing where there are none', () => {
  expect(ratesText({ 'orders/s': [90, 110] })).toContain('100');
  expect(ratesText({})).toBe('');
});

it('tells ratios with two digits', () => {
  expect(ratiosText({ 'Refill ÷ naive: orders/s': [1, 1.237, 2] })).toMatch(
    /orders\/s +│ 1\.24 +│ 1\.00 +│ 2\.00 +│/,
  );
  expect(ratiosText({})).toBe('');
});

it.each([
  [0.4042, '0.4042', 'FAIL'],
  [0.3958, '0.40', 'pass'],
  [0.44, '0.44', 'FAIL'],
])('tells a start of %f as %s: what is missed never looks reached', (measured, told, verdict) => {
  const figures = { bars: { startFromBundle: [measured] }, rates: {} };
  const row = barsText(verdictsOf(figures, [barOf('startFromBundle')]), {});
  expect(row).toMatch(new RegExp(`≤ 0\\.4 +│ ${told} +│.*${verdict}`));
});
