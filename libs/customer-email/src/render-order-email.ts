import type { EmailKind } from './email-kinds';
import { emailFacts } from './email-facts';
import { emailFormats } from './email-formats';
import { emailItems } from './email-items';
import { parseEmailMessage } from './email-message';
import { compileTemplateFile, loadEmailWords } from './email-words';
import { pickLocale } from './locale';
import type { OrderEmail } from './order-email';
import type { RenderedEmail } from './outgoing-email';

// All templates are read when a program starts: one that is missing or broken stops it then, not at the first mail.
const WORDS = { en: loadEmailWords('en'), de: loadEmailWords('de') } as const;
const HTML_LAYOUT = compileTemplateFile('layout.html.hbs', 'html');
const TEXT_LAYOUT = compileTemplateFile('layout.text.hbs', 'none');

/** The colour of the line on top, which tells the kinds apart at a glance. */
const ACCENTS: Readonly<Record<EmailKind, string>> = {
  'order-placed': '#0f766e',
  'order-cancelled': '#64748b',
  'item-shipped': '#2563eb',
  'ship-overdue': '#c2710c',
};

/**
 * Puts a mail into words: subject, text and HTML, which say the same.
 * @param locale BCP 47, as the maker stored it; `null` and what is not known become English
 */
export function renderOrderEmail(email: OrderEmail, locale: string | null): RenderedEmail {
  const { language, tag } = pickLocale(locale);
  const wording = { words: WORDS[language], formats: emailFormats(tag) };
  const { values, details } = emailFacts(email, wording);
  const message = parseEmailMessage(wording.words.kind(email.kind, values));
  const label = wording.words.label;
  const view = {
    language,
    accent: ACCENTS[email.kind],
    subject: message.subject,
    heading: message.heading,
    preheader: message.paragraphs[0]?.text ?? '',
    paragraphs: message.paragraphs,
    greeting: label('greeting', values),
    items: emailItems(email, wording),
    details,
    testNote: email.test ? label('test') : null,
    closing: label('closing', values),
    brand: values['brand'],
    footer: label('footer'),
    labels: { items: label('items'), details: label('details') },
  };
  return { subject: message.subject, text: TEXT_LAYOUT(view), html: HTML_LAYOUT(view), language };
}
