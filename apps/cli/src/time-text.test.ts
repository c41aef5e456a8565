import { distanceText, durationText, momentText } from './time-text';

const now = Date.parse('2026-11-23T12:00:00.000Z');

it.each([
  ['2026-11-23T09:24:59.000Z', '2026-11-23 09:24', '2 h ago'],
  ['2026-11-25T12:00:00.000Z', '2026-11-25 12:00', 'in 2 d'],
  ['2026-11-23T12:00:30.000Z', '2026-11-23 12:00', 'in 30 s'],
  ['2026-11-23T12:00:00.000Z', '2026-11-23 12:00', '0 s ago'],
])('shows the moment %s', (at, moment, distance) => {
  expect([momentText(at), distanceText(at, now)]).toEqual([moment, distance]);
});

it('shows a dash for no moment', () => {
  expect(momentText(null)).toBe('–');
});

it.each([
  [0, '0 s'],
  [499, '0 s'],
  [14_200, '14 s'],
  [125_000, '2 min 5 s'],
  [12_000_000, '3 h 20 min'],
  [90_061_000, '1 d 1 h'],
])('shows %d ms as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
