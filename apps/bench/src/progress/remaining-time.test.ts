import { remainingTime } from './remaining-time';

const plan = [
  { name: 'pure', seconds: 30 },
  { name: 'orders', seconds: 90 },
];

it.each([
  ['nothing is done: the plan', { part: 0, share: 0 }, 0, { share: 0, seconds: 120 }],
  ['as planned', { part: 1, share: 0 }, 30, { share: 0.25, seconds: 90 }],
  ['half as fast as planned', { part: 1, share: 0 }, 90, { share: 0.25, seconds: 180 }],
  ['within a part', { part: 1, share: 0.5 }, 75, { share: 0.625, seconds: 45 }],
  ['all is done', { part: 1, share: 1 }, 120, { share: 1, seconds: 0 }],
])('%s', (_, position, elapsed, left) => {
  expect(remainingTime(plan, position, elapsed)).toEqual(left);
});

it('has nothing left of an empty plan', () => {
  expect(remainingTime([], { part: 0, share: 0 }, 1)).toEqual({ share: 1, seconds: 0 });
});
