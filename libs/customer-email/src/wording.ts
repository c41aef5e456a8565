import { type EmailFormats, emailFormats } from './email-formats';
import { type EmailWords, loadEmailWords } from './email-words';
import { type EmailLanguage, pickLocale } from './locale';

/** How a mail is put into words. */
export interface Wording {
  readonly language: EmailLanguage;
  readonly words: EmailWords;
  readonly formats: EmailFormats;
}

// All templates are read when a program starts: one that is missing or broken stops it then, not at the first mail.
const WORDS = { en: loadEmailWords('en'), de: loadEmailWords('de') } as const;

/**
 * The words, dates and numbers of a locale.
 * @param locale BCP 47, as the maker stored it; `null` and what is not known become English
 */
export function wordingFor(locale: string | null): Wording {
  const { language, tag } = pickLocale(locale);
  return { language, words: WORDS[language], formats: emailFormats(tag) };
}
