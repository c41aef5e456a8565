/** What the bench's exit code says. */
export const EXIT_CODES = {
  /** All was measured, and every bar was reached. */
  ok: 0,
  barMissed: 1,
  /** It could not begin, or not go on to the end: a wrong option, a file that can't be written, an error. */
  failed: 2,
  /** Ctrl-C, as shells have it: 128 + SIGINT. */
  interrupted: 130,
} as const;

/** The same for people, about a command that holds figures against bars. */
export const EXIT_CODES_HELP =
  'It ends with 0 when all bars are reached, with 1 when one is missed, and with 2 when it could not measure.';
