import { deliveryDate, durationText, notificationTime } from './time-text';

it.each([
  [0, '0 ms'],
  [14.4, '14 ms'],
  [1_000, '1 s'],
  [80_000, '1 min 20 s'],
  [86_390_000, '23 h 59 min'],
  [24 * 3_600_000, '24 h'],
  [72 * 3_600_000, '72 h'],
  [30 * 24 * 3_600_000, '30 d'],
])('writes %d ms as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

it('writes times in UTC as Amazon does', () => {
  const moment = Date.UTC(2026, 2, 1, 12, 0, 0, 250);
  expect(notificationTime(moment)).toBe('2026-03-01T12:00:00.250Z');
  expect(deliveryDate(moment)).toBe('2026-03-01T12:00:00Z');
});
