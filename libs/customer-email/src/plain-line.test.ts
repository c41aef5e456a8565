import { plainLine } from './plain-line';

describe('plainLine', () => {
  it.each([
    ['Zoë  Größe', 'Zoë Größe'],
    ['name\r\nBcc: other@example.com', 'name Bcc: other@example.com'],
    ['a\u2028b\u2029c\u0000d\u001be', 'a b c d e'],
    ['gpj\u202e.exe', 'gpj .exe'],
    ['half \ud800 a pair', 'half a pair'],
    [' \t ', ''],
  ])('makes %j one harmless line', (value, line) => {
    expect(plainLine(value)).toBe(line);
  });

  it('cuts what is too long between characters, not inside of one', () => {
    expect(plainLine('🖨'.repeat(5), 5)).toBe('🖨'.repeat(5));
    expect(plainLine('🖨'.repeat(6), 5)).toBe(`${'🖨'.repeat(4)}…`);
  });
});
