/** Controls, lone surrogates, line separators, marks that turn the direction of text. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * Makes one harmless line of a value that comes from outside.
 *
 * So neither a header nor the layout of a text can be broken out of, whatever a name holds.
 * @param maxLength characters kept; an ellipsis takes the place of the rest
 */
export function plainLine(value: string, maxLength = 200): string {
  const line = value.replace(UNPRINTABLE, ' ').replace(/\s+/gu, ' ').trim();
  const characters = [...line];
  return characters.length <= maxLength
    ? line
    : `${characters
        .slice(0, maxLength - 1)
        .join('')
        .trimEnd()}…`;
}
