import { progressLine } from './progress-line';

it.each([
  [{ count: 0, part: 0 }, 0, '░░░░░░░░░░░░░░░░░░░░░░░░ 0 %  0 rows, 0.0/s'],
  [
    { count: 5_000, part: 0.5 },
    10_000,
    '████████████░░░░░░░░░░░░ 50 %  5,000 rows, 500/s, 10 s left',
  ],
  [
    { count: 10_000, part: 1 },
    10_000,
    '████████████████████████ 100 %  10,000 rows, 1,000/s, 0 s left',
  ],
  [{ count: 30, part: null }, 10_000, '30 rows, 3.0/s'],
])('draws %j after %d ms', (reached, elapsedMs, line) => {
  expect(progressLine(reached, 'rows', elapsedMs)).toBe(line);
});
