import { emailFormats } from './email-formats';

describe('emailFormats', () => {
  const en = emailFormats('en');
  const de = emailFormats('de');

  it('names days and times in UTC, wherever the program runs', () => {
    expect(en.day('2026-03-05T23:30:00.000Z')).toBe('March 5, 2026');
    expect(de.day('2026-03-05T23:30:00.000Z')).toBe('5. März 2026');
    expect(en.time('2026-03-05T14:30:00.000Z').replace(/\s/u, ' ')).toBe('2:30 PM');
    expect(de.time('2026-03-05T14:30:00.000Z')).toBe('14:30');
  });

  it('keeps the calendar and the digits of the language, whatever the region', () => {
    expect(emailFormats('en-TH').day('2026-03-05T00:00:00Z')).toContain('2026');
    expect(emailFormats('en-EG').quantity(12, null)).toBe('12');
  });

  it.each([
    [12, 'count', '12', '12'],
    [12, null, '12', '12'],
    [1.5, 'pounds', '1.5 lb', '1,5 lb'],
    [0.1 + 0.2, 'count', '0.3', '0,3'],
    [3, 'bags', '3 bags', '3 bags'],
    [3, 'constructor', '3 constructor', '3 constructor'],
  ])('writes %p %p as %p and %p', (quantity, unit, english, german) => {
    expect(en.quantity(quantity, unit).replace(/\s/gu, ' ')).toBe(english);
    expect(de.quantity(quantity, unit).replace(/\s/gu, ' ')).toBe(german);
  });

  it('lists as the language does', () => {
    expect(en.list(['A', 'B', 'C'])).toBe('A, B, and C');
    expect(de.list(['A', 'B', 'C'])).toBe('A, B und C');
    expect(de.list(['A'])).toBe('A');
  });
});
