/**
 * Control characters, with what makes an escape a colour; and what turns the direction of writing, with which text
 * can look like another. Notes, ids and bodies come from outside.
 */
const STEERING = /(\p{Cc})(\[\d{1,3}m)?|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const ESCAPE = '\u001b';

/** Text that a terminal only shows: all that steers it, but for line ends and colours, becomes blanks. */
export function harmless(text: string): string {
  return text.replace(STEERING, (whole, control?: string, colour?: string) => {
    if (control === '\n' || (control === ESCAPE && colour !== undefined)) return whole;
    return ` ${colour ?? ''}`;
  });
}

/** Text on one line, for a cell of a table. */
export function oneLine(text: string): string {
  return harmless(text).replaceAll('\n', ' ');
}
