import { progressLine } from './progress-line';

it.each([
  [{ share: 0, seconds: 4_000 }, '░░░░░░░░░░░░░░░░░░░░ 0 %  about 1 h 7 min left  orders: round 1'],
  [{ share: 0.5, seconds: 130 }, '██████████░░░░░░░░░░ 50 %  about 2 min left  orders: round 1'],
  [{ share: 1, seconds: -1 }, '████████████████████ 100 %  less than 1 min left  orders: round 1'],
])('draws %j', (left, line) => {
  expect(progressLine(left, 'orders: round 1')).toBe(line);
});
