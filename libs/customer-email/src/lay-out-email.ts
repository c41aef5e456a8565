import type { EmailDetail } from './email-details';
import type { EmailKind } from './email-kinds';
import { parseEmailMessage } from './email-message';
import type { EmailParties } from './email-parties';
import type { EmailSection } from './email-section';
import { compileTemplateFile, type EmailLabel, type TemplateValues } from './email-words';
import type { RenderedEmail } from './outgoing-email';
import type { Wording } from './wording';

const HTML_LAYOUT = compileTemplateFile('layout.html.hbs', 'html');
const TEXT_LAYOUT = compileTemplateFile('layout.text.hbs', 'none');

/** The colour of the line on top, which tells the kinds apart at a glance. */
const ACCENTS: Readonly<Record<EmailKind, string>> = {
  'order-placed': '#0f766e',
  'order-cancelled': '#64748b',
  'item-shipped': '#2563eb',
  'ship-overdue': '#c2710c',
  'device-welcome': '#0f766e',
  'choose-products': '#c2710c',
  'subscription-changed': '#2563eb',
  'device-deregistered': '#64748b',
};

/** What a mail says, ready to be laid out. */
export interface EmailContent {
  readonly kind: EmailKind;
  /** What the kind's template may use: see `templates/README.md`. */
  readonly values: EmailParties & TemplateValues;
  /** Lists below the sentences; one without items is left out. */
  readonly sections: readonly EmailSection[];
  /** What the kind's sentences leave out, the most telling first. */
  readonly details: readonly EmailDetail[];
  /** Whether it is about an order that neither ships nor costs anything. */
  readonly test: boolean;
  readonly footer: EmailLabel;
}

/** Makes text and HTML of the same content and the same words, so that they say the same. */
export function layOutEmail(content: EmailContent, wording: Wording): RenderedEmail {
  const { kind, values } = content;
  const { words, language } = wording;
  const { subject, heading, paragraphs } = parseEmailMessage(words.kind(kind, values));
  const view = {
    language,
    accent: ACCENTS[kind],
    subject,
    heading,
    preheader: paragraphs[0]?.text ?? '',
    paragraphs,
    greeting: words.label('greeting', { name: values.name }),
    sections: content.sections
      .filter(({ items }) => items.length > 0)
      .map(({ title, form, items }) => ({ title, block: form === 'block', items })),
    detailsTitle: words.label('details'),
    details: content.details,
    testNote: content.test ? words.label('test') : null,
    closing: words.label('closing', { brand: values.brand }),
    brand: values.brand,
    footer: words.label(content.footer),
  };
  return { subject, text: TEXT_LAYOUT(view), html: HTML_LAYOUT(view), language };
}
