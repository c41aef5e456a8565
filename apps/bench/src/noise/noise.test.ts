import { noiseBetween } from './noise';

const before = { atMs: 1_000, totals: { busy: 100, stolen: 10, all: 1_000 }, ownMs: 500 };

it('tells what was stolen, used by others, and idle', () => {
  const totals = { busy: 180, stolen: 30, all: 1_200 };
  const noise = noiseBetween(before, { atMs: 2_000, totals, ownMs: 1_100 });
  expect(noise).toEqual({ seconds: 1, stolen: 0.1, others: 0.1, idle: 0.5 });
});

it('blames nobody where the bench has used it all', () => {
  const totals = { busy: 180, stolen: 10, all: 1_200 };
  expect(noiseBetween(before, { atMs: 2_000, totals, ownMs: 1_400 }).others).toBe(0);
});
