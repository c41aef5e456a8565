import { EMAIL_KINDS } from './email-kinds';
import { EMAIL_LANGUAGES } from './locale';
import { SAMPLE_EMAILS } from './sample-emails';
import { squashed, wordsOfHtml } from './test-support/words-of-html';

const everySample = [...SAMPLE_EMAILS].flatMap(([name, render]) =>
  EMAIL_LANGUAGES.map((language) => [name, language, render] as const),
);

describe('the sample mails', () => {
  it('show every kind', () => {
    const kinds = new Set([...SAMPLE_EMAILS.keys()].map((name) => name.split('.')[0]));
    expect([...kinds].sort()).toEqual([...EMAIL_KINDS].sort());
    expect(EMAIL_KINDS).toHaveLength(8);
  });

  it.each(everySample)('say the same in text and HTML: %s in %s', (_name, language, render) => {
    const { subject, text, html, language: written } = render(language);
    expect(written).toBe(language);
    expect(html).toContain(`<html lang="${language}"`);
    expect(squashed(wordsOfHtml(html))).toBe(squashed(text));
    expect(subject).toMatch(/^\S[^\r\n]*\S$/);
    for (const part of [subject, text, html]) {
      expect(part).not.toMatch(/\{\{|\}\}|undefined|\bnull\b|NaN|Invalid Date|\[object/);
    }
  });
});
