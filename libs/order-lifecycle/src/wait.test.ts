import { waitMs } from './wait';

const DAY = 24 * 3_600_000;

describe('waitMs', () => {
  it('waits until the deadline, by a real timer even where it has passed', () => {
    expect(waitMs(5_000, 1_000)).toBe(4_000);
    expect(waitMs(1_000, 5_000)).toBe(1);
  });

  it('waits for a distant deadline in steps', () => {
    expect(waitMs(365 * DAY, 0)).toBe(90 * DAY);
  });
});
