import fc from 'fast-check';
import { median, percentile } from './statistics';

it.each([
  [[3], 3],
  [[1, 9, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[], Number.NaN],
])('median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

it.each([
  [[5, 1, 3], 0.5, 3],
  [[5, 1, 3], 0.99, 5],
  [[5, 1, 3], 0, 1],
])('percentile of %j at %d is %d', (values, part, expected) => {
  expect(percentile(values, part)).toBe(expected);
});

it('both lie among the values', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, part) => {
        expect(values).toContain(percentile(values, part));
        expect(median(values)).toBeGreaterThanOrEqual(Math.min(...values));
        expect(median(values)).toBeLessThanOrEqual(Math.max(...values));
      },
    ),
  );
});
