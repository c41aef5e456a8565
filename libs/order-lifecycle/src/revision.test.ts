import { revisionOf } from './revision';

describe('revisionOf', () => {
  it('grows with the records of one workflow task', () => {
    expect(revisionOf(4, 2)).toBeGreaterThan(revisionOf(4, 1));
  });

  it('grows with the history, however many records were made before', () => {
    expect(revisionOf(5, 1)).toBeGreaterThan(revisionOf(4, 5_000));
  });

  it('fits into an integer of PostgreSQL for the longest history that Temporal takes', () => {
    expect(revisionOf(51_200, 1_000)).toBeLessThan(2 ** 31);
  });
});
