import { z } from 'zod';

/** The shortest token taken, in characters: shorter ones can be guessed. */
const SHORTEST_TOKEN = 8;

const expected =
  `expected one or several tokens separated by commas, each of at least ${String(SHORTEST_TOKEN)} ` +
  'printable ASCII characters without blanks';

/** What fits after `Authorization: Bearer`: a token with a blank could never be sent, the comma separates. */
const tokenPattern = new RegExp(`^[\\x21-\\x2b\\x2d-\\x7e]{${String(SHORTEST_TOKEN)},}$`);

/**
 * One or several bearer tokens, separated by commas, read into a list; all of them are let in.
 *
 * To rotate a token list the new and the old one, switch the clients over, then list the new one alone.
 */
export const bearerTokens = z
  .string()
  .transform((text): readonly string[] =>
    text
      .split(',')
      .map((token) => token.trim())
      .filter((token) => token !== ''),
  )
  .refine((tokens) => tokens.length > 0 && tokens.every((token) => tokenPattern.test(token)), {
    error: expected,
  });
