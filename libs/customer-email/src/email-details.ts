import type { EmailLabel, EmailWords } from './email-words';

/** One line of the mail's details. */
export interface EmailDetail {
  readonly label: string;
  readonly value: string;
}

/** A detail that is left out when its value is `null` or empty. */
export type MaybeDetail = readonly [label: EmailLabel, value: string | null];

/** The details that are known, in the words of a language. */
export function knownDetails(
  details: readonly MaybeDetail[],
  words: EmailWords,
): readonly EmailDetail[] {
  return details.flatMap(([label, value]) =>
    value === null || value === '' ? [] : [{ label: words.label(label), value }],
  );
}
