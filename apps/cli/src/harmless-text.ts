/**
 * All that steers a terminal, but for line ends and colours; and what turns the direction of writing, with which text
 * can look like another. Notes, ids and bodies come from outside.
 */
// eslint-disable-next-line no-control-regex -- to take them out
const STEERING =
  /\u001b(?!\[\d{1,3}m)|(?![\n\u001b])\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Text that a terminal only shows: other control characters become blanks. */
export function harmless(text: string): string {
  return text.replace(STEERING, ' ');
}

/** Text on one line, for a cell of a table. */
export function oneLine(text: string): string {
  return harmless(text).replaceAll('\n', ' ');
}
