import { EMAIL_LANGUAGES, type EmailLanguage } from './locale';
import type { OrderEmail } from './order-email';
import { renderOrderEmail } from './render-order-email';
import { SAMPLE_ORDER_EMAILS } from './sample-order-emails';

const HOSTILE = '<img src=x onerror="alert(1)">\r\nBcc: all@example.com {{orderId}} & {{{html}}}';

/** The words that a person sees in an HTML mail. */
function wordsOf(html: string): string {
  return html
    .replace(/<(style|title)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;|&#8203;|&zwnj;|&#8199;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}

function sample(name: string): OrderEmail {
  const email = SAMPLE_ORDER_EMAILS[name];
  if (email === undefined) throw new Error(`no sample ${name}`);
  return email;
}

/** Text and HTML of a sample in one language. */
function render(name: string, language: EmailLanguage, changes: Partial<OrderEmail> = {}) {
  const rendered = renderOrderEmail({ ...sample(name), ...changes } as OrderEmail, language);
  return { ...rendered, words: wordsOf(rendered.html) };
}

const everySample = Object.keys(SAMPLE_ORDER_EMAILS).flatMap((name) =>
  EMAIL_LANGUAGES.map((language) => [name, language] as const),
);

describe('renderOrderEmail', () => {
  it.each(everySample)(
    'writes %s in %s, complete and the same in text and HTML',
    (name, language) => {
      const { subject, text, html, words } = render(name, language);
      expect(subject).toMatch(/^\S[^\r\n]*\S$/);
      for (const part of [subject, text, html]) {
        expect(part).not.toMatch(/\{\{|\}\}|undefined|\bnull\b|NaN|Invalid Date/);
      }
      expect(html).toContain(`lang="${language}`);
      for (const item of sample(name).items) {
        if (item.asin === null) continue;
        expect(text).toContain(item.asin);
        expect(words).toContain(item.asin);
      }
      for (const line of text.split('\n').filter((candidate) => candidate.startsWith('- '))) {
        const [label, value] = line.slice(2).split(': ');
        expect(words).toContain(label?.split(' | ')[0]?.trim());
        if (value !== undefined) expect(words).toContain(value.split(' | ')[0]?.trim());
      }
    },
  );

  it.each(everySample)('lets nothing hostile through in %s, %s', (name, language) => {
    const email = sample(name);
    const { subject, text, html } = render(name, language, {
      name: HOSTILE,
      brand: HOSTILE,
      slotId: HOSTILE,
      device: { modelId: HOSTILE, serialNumber: HOSTILE },
      items: email.items.map((item) => ({ ...item, asin: HOSTILE, unit: HOSTILE })),
    });
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img');
    // Nothing begins a line of its own, and what looks like a template stays text.
    expect(text).not.toMatch(/^Bcc:/m);
    expect(text).toContain('{{orderId}}');
  });

  const promise = { en: '5 days', de: '5 Tagen' } as const;

  it.each(EMAIL_LANGUAGES)(
    'promises a reorder after the first cancellation only (%s)',
    (language) => {
      expect(render('order-cancelled.customer-first', language).text).toContain(promise[language]);
      expect(render('order-cancelled.customer-first', language).words).toContain(promise[language]);
      for (const other of ['customer-second', 'unresolved', 'deregistered']) {
        expect(render(`order-cancelled.${other}`, language).text).not.toContain(promise[language]);
      }
    },
  );

  it.each(EMAIL_LANGUAGES)(
    'names the 100 % after the second cancellation only (%s)',
    (language) => {
      expect(render('order-cancelled.customer-second', language).text).toMatch(/100\s?%/);
      for (const other of ['customer-first', 'unresolved', 'deregistered']) {
        expect(render(`order-cancelled.${other}`, language).text).not.toMatch(/100\s?%/);
      }
    },
  );

  it.each(EMAIL_LANGUAGES)(
    'asks to check the account while the device is registered (%s)',
    (language) => {
      const ask = language === 'en' ? 'Please check' : 'Bitte prüfen';
      expect(render('order-cancelled.unresolved', language).text).toContain(ask);
      const gone = render('order-cancelled.unresolved', language, { deviceDeregistered: true });
      expect(gone.text).not.toContain(ask);
    },
  );

  it.each(EMAIL_LANGUAGES)('tells until when to cancel while that lies ahead (%s)', (language) => {
    const ask = language === 'en' ? 'You can cancel' : 'stornieren';
    expect(render('order-placed', language).text).toContain(ask);
    const late = render('order-placed', language, { sentAt: '2026-03-05T14:30:00.000Z' });
    expect(late.text).not.toContain(ask);
    expect(late.words).not.toContain(ask);
    expect(render('order-placed.1.0-deregistered', language).text).not.toContain(ask);
  });

  it('writes dates and numbers as the customer’s region does', () => {
    const text = (locale: string): string =>
      renderOrderEmail(sample('order-placed.several'), locale).text;
    expect(text('de')).toContain('1,5');
    expect(text('en')).toContain('1.5');
    expect(text('en-GB')).toContain('10 March 2026');
    expect(text('en-US')).toContain('March 10, 2026');
  });
});
