/** The languages that mails are written in. */
export const EMAIL_LANGUAGES = ['en', 'de'] as const;

/** A language that mails are written in. */
export type EmailLanguage = (typeof EMAIL_LANGUAGES)[number];

/** How a mail to one customer is written. */
export interface EmailLocale {
  readonly language: EmailLanguage;
  /** BCP 47, language and region only: how dates and numbers look (`de-AT`). */
  readonly tag: string;
}

/**
 * Picks the language of a mail and the way in which its dates look.
 * @param locale BCP 47, as the maker stored it (`de-AT`; `de_AT` is understood); what is not known becomes `en`
 */
export function pickLocale(locale: string | null): EmailLocale {
  const parsed = parseLocale(locale);
  const language = EMAIL_LANGUAGES.find((candidate) => candidate === parsed?.language);
  if (language === undefined) return { language: 'en', tag: 'en' };
  const region = parsed?.region;
  return { language, tag: region === undefined ? language : `${language}-${region}` };
}

function parseLocale(locale: string | null): Intl.Locale | null {
  if (locale === null) return null;
  try {
    return new Intl.Locale(locale.trim().replaceAll('_', '-'));
  } catch {
    return null;
  }
}
