import type { DeviceEmail } from '@refill/device-lifecycle/device-email';
import { composeEmail } from './compose-email';
import { EMAIL_LANGUAGES } from './locale';
import { renderDeviceEmail } from './render-device-email';
import { SAMPLE_DEVICE_EMAILS } from './sample-device-emails';

const context = { name: null, brand: null, sentAt: '2026-03-10T09:16:00.000Z' };

function sample(name: string): DeviceEmail {
  const email = SAMPLE_DEVICE_EMAILS[name];
  if (email === undefined) throw new Error(`no sample ${name}`);
  return email;
}

/** A sample's subject and text in one language; blanks of any kind are plain ones. */
function render(name: string, locale: string, sentAt = context.sentAt) {
  const { subject, text } = renderDeviceEmail(sample(name), { ...context, sentAt }, locale);
  return { subject, text: text.replace(/[^\S\n]/gu, ' ') };
}

/** What stands between two lines of a text. */
function between(text: string, from: string, to: string): string {
  const start = text.indexOf(`${from}\n`);
  const end = text.indexOf(`\n\n${to}\n`);
  if (start < 0 || end < start) throw new Error(`no ${from} before ${to}`);
  return text.slice(start + from.length + 1, end);
}

const changes = { en: 'What changed', de: 'Was sich geändert hat' } as const;
const now = {
  en: 'How all supplies of your device are set up now',
  de: 'So sind alle Verbrauchsmaterialien Ihres Geräts jetzt eingestellt',
} as const;
const details = { en: 'Details', de: 'Einzelheiten' } as const;

/** What a mail says of its changes and of the slots after them. */
function told(name: string, language: 'en' | 'de') {
  const { subject, text } = render(`subscription-changed.${name}`, language);
  return {
    subject,
    changes: between(text, changes[language], now[language]),
    slots: between(text, now[language], details[language]),
  };
}

describe('subscription-changed', () => {
  it('tells of a new registration', () => {
    expect(told('new-registration', 'en')).toEqual({
      subject: 'Your device is set up for automatic reordering',
      changes:
        '- water-filter\n  Your device was registered with automatic reordering switched on: Amazon product B0EXAMPLE1.',
      slots:
        '- water-filter\n  Automatic reordering is on\n  Amazon product B0EXAMPLE1 (quantity: 2)',
    });
    expect(told('new-registration', 'de').changes).toBe(
      '- water-filter\n  Ihr Gerät wurde mit eingeschalteter automatischer Nachbestellung registriert: Amazon-Produkt B0EXAMPLE1.',
    );
  });

  it('tells of a product chosen, and of the slot that stays empty', () => {
    expect(told('product-chosen', 'en')).toEqual({
      subject: 'You chose what to reorder for water-filter',
      changes: '- water-filter\n  You chose Amazon product B0EXAMPLE1.',
      slots:
        '- water-filter\n  Automatic reordering is on\n  Amazon product B0EXAMPLE1 (quantity: 2)\n- descaler\n  No product selected',
    });
    expect(told('product-chosen-instead', 'en').changes).toBe(
      '- water-filter\n  You chose Amazon product B0EXAMPLE3 and Amazon product B0EXAMPLE2 instead of Amazon product B0EXAMPLE1.',
    );
    expect(told('product-chosen-instead', 'de').changes).toBe(
      '- water-filter\n  Sie haben Amazon-Produkt B0EXAMPLE3 und Amazon-Produkt B0EXAMPLE2 anstelle von Amazon-Produkt B0EXAMPLE1 gewählt.',
    );
  });

  it('tells of a selection cleared, and of one product of several removed', () => {
    expect(told('selection-cleared', 'en')).toEqual({
      subject: 'You cleared your selection for water-filter',
      changes: '- water-filter\n  You removed Amazon product B0EXAMPLE1.',
      slots: '- water-filter\n  No product selected',
    });
    expect(told('one-product-removed', 'en')).toEqual({
      subject: 'The automatic reordering of your device has changed',
      changes: '- water-filter\n  You removed Amazon product B0EXAMPLE1.',
      slots:
        '- water-filter\n  Automatic reordering is on\n  Amazon product B0EXAMPLE2 (quantity: 1.5 lb)',
    });
  });

  it('tells of the switch, and shows what the customer had before', () => {
    expect(told('switched-on', 'en').changes).toBe(
      '- water-filter\n  You switched on automatic reordering of Amazon product B0EXAMPLE1.',
    );
    expect(told('switched-off', 'en')).toEqual({
      subject: 'Automatic reordering is switched off for water-filter',
      changes:
        '- water-filter\n  You switched off automatic reordering of Amazon product B0EXAMPLE1.',
      slots:
        '- water-filter\n  Automatic reordering is off\n  Selected before: Amazon product B0EXAMPLE1 (quantity: 2)\n- descaler\n  Automatic reordering is on\n  Amazon product B0EXAMPLE2 (quantity: 1.5 lb)',
    });
    expect(told('switched-off', 'de').slots).toContain('Zuvor gewählt: Amazon-Produkt B0EXAMPLE1');
  });

  it('tells of a product that Amazon replaced: before and after', () => {
    expect(told('product-replaced', 'en')).toMatchObject({
      subject: 'Amazon replaced a product for water-filter',
      changes:
        '- water-filter\n  Amazon replaced a product that is no longer available.\n  Before: Amazon product B0EXAMPLE1 (quantity: 2)\n  Now: Amazon product B0EXAMPLE3 (quantity: 2)',
    });
    const several = told('products-replaced', 'de');
    expect(several.subject).toBe('Amazon hat Produkte Ihres Geräts ersetzt');
    expect(several.changes).toContain(
      'Amazon hat Produkte ersetzt, die nicht mehr erhältlich sind.',
    );
  });

  it('tells of several changes, each with its own cause', () => {
    expect(told('several', 'en')).toMatchObject({
      subject: 'The automatic reordering of your device has changed',
      changes: [
        '- cartridge-a',
        '  Amazon replaced a product that is no longer available.',
        '  Before: Amazon product B0EXAMPLE1 (quantity: 2)',
        '  Now: Amazon product B0EXAMPLE3 (quantity: 2)',
        '- cartridge-b',
        '  You switched off automatic reordering of Amazon product B0EXAMPLE2.',
        '- cartridge-c',
        '  You removed Amazon product B0EXAMPLE1.',
        '- cartridge-d',
        '  You chose Amazon product B0EXAMPLE1 and Amazon product B0EXAMPLE2.',
        '- cartridge-e',
        '  You switched on automatic reordering of Amazon product B0EXAMPLE2.',
      ].join('\n'),
    });
  });

  it('claims of 1.0 no more than its booleans say', () => {
    expect(told('1.0-product-chosen', 'en')).toMatchObject({
      changes: '- water-filter\n  You chose a product.',
      slots:
        '- water-filter\n  Automatic reordering is on\n  Your Amazon account shows the product\n- descaler\n  Automatic reordering is on\n  Your Amazon account shows the product',
    });
    expect(told('1.0-switched-off', 'en')).toMatchObject({
      changes: '- water-filter\n  Automatic reordering was switched off.',
      slots: '- water-filter\n  Automatic reordering is off',
    });
    expect(told('1.0-switched-on', 'de').subject).toBe(
      'Automatische Nachbestellung für mehrere Verbrauchsmaterialien eingeschaltet',
    );
  });

  it('says where Amazon did not: neither the product nor whether it is reordered', () => {
    expect(told('reordering-unknown', 'en')).toMatchObject({
      changes: '- water-filter\n  You chose a product.',
      slots:
        '- water-filter\n  Amazon has not told us whether automatic reordering is on\n  Refill for water-filter (quantity: 3)',
    });
  });

  it('says when the device reorders nothing any more', () => {
    const { text } = render('subscription-changed.selection-cleared', 'en');
    expect(text).toContain('Your device does not reorder any supply now.');
    expect(render('subscription-changed.switched-off', 'en').text).not.toContain('any supply now');
  });

  it('says on which day when it comes late', () => {
    const name = 'subscription-changed.switched-on';
    expect(render(name, 'en').text).toContain('of your device has changed.\n');
    const late = '2026-03-12T09:15:00.000Z';
    expect(render(name, 'en', late).text).toContain('changed on March 10, 2026.\n');
    expect(render(name, 'de', late).text).toContain('am 10. März 2026 geändert hat.\n');
  });

  it('counts what nobody would read', () => {
    const email = sample('subscription-changed.several');
    if (email.kind !== 'subscription-changed') throw new Error('another kind');
    const asin = (index: number): string => `B${String(index).padStart(9, '0')}`;
    const products = Array.from({ length: 1_000 }, (_, index) => ({
      asin: asin(index),
      quantity: 1,
      unit: 'count',
    }));
    const [change] = email.changes;
    const [slot] = email.slots;
    if (change === undefined || slot === undefined) throw new Error('no change');
    const after = { subscribed: true, products };
    const huge: DeviceEmail = {
      ...email,
      changes: Array.from({ length: 1_000 }, (_, index) => ({
        ...change,
        slotId: `slot-${index}`,
        cause: 'product-chosen',
        before: { subscribed: false, products: [] },
        after,
      })),
      slots: Array.from({ length: 1_000 }, (_, index) => ({
        ...slot,
        ...after,
        slotId: `slot-${index}`,
      })),
    };
    const { text, html } = renderDeviceEmail(huge, context, 'en');
    expect(text).toContain('B000000007, and 992 more.\n');
    expect(text).toContain('\n  992 more\n');
    expect(text.match(/^- 980 more$/gm)).toHaveLength(2);
    // Gmail cuts a mail at 102 kB.
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
  });
});

describe('device-welcome', () => {
  it.each(EMAIL_LANGUAGES)('calls to subscribe as far as that is not done (%s)', (language) => {
    const call = { en: 'Please choose', de: 'Bitte wählen Sie' }[language];
    const missing = { en: 'You can complete this', de: 'nachholen' }[language];
    for (const name of ['device-welcome', 'device-welcome.slots-unknown']) {
      expect(render(name, language).text).toContain(call);
    }
    const partly = render('device-welcome.partly-set-up', language).text;
    expect(partly).not.toContain(call);
    expect(partly).toContain(missing);
    const all = render('device-welcome.set-up', language).text;
    expect(all).not.toContain(call);
    expect(all).not.toContain(missing);
  });

  it('lists no supplies while Amazon has named none', () => {
    expect(render('device-welcome', 'en').text).toContain('- descaler\n  No product selected');
    expect(render('device-welcome.slots-unknown', 'en').text).not.toContain('Supplies');
  });
});

describe('choose-products', () => {
  it('says since when, what to do, and for which supplies', () => {
    const { subject, text } = render('choose-products', 'en');
    expect(subject).toBe('Please choose the products your device is to reorder');
    expect(text).toContain('has been registered since March 4, 2026');
    expect(text).toContain('Please choose in your Amazon account');
    expect(text).toContain('- water-filter\n  No product selected');
    expect(render('choose-products', 'de').text).toContain('seit dem 4. März 2026 registriert');
  });
});

describe('device-deregistered', () => {
  it('says goodbye and asks for nothing', () => {
    const { subject, text } = render('device-deregistered', 'en');
    expect(subject).toBe('Your device is no longer registered');
    expect(text).toContain('will not reorder anything for you from now on');
    expect(text).not.toMatch(/please/i);
    expect(text).toContain('- No longer registered since: March 10, 2026');
    expect(text).toContain('- Registered on: March 4, 2026');
    expect(render('device-deregistered', 'de').text).not.toMatch(/bitte/i);
  });

  it('leaves out a registration of which Refill never heard', () => {
    const { text } = render('device-deregistered.registration-unknown', 'en');
    expect(text).not.toContain('Registered on');
  });
});

describe('a device mail as it goes over the wire', () => {
  it('has headers in ASCII and none that was smuggled in', async () => {
    const hostile = 'Tinte\r\nBcc: all@example.com ü🖨';
    const email = sample('subscription-changed.switched-off');
    if (email.kind !== 'subscription-changed') throw new Error('another kind');
    const rendered = renderDeviceEmail(
      {
        ...email,
        device: { modelId: hostile, serialNumber: hostile },
        changes: email.changes.map((change) => ({ ...change, slotId: hostile })),
      },
      { name: hostile, brand: hostile, sentAt: context.sentAt },
      'de',
    );
    expect(rendered.subject).toContain('Tinte Bcc: all@example.com ü🖨');
    const message = await composeEmail(
      {
        ...rendered,
        to: { address: 'c@example.org', name: hostile },
        messageId: '<1@example.com>',
      },
      { name: 'Printers', address: 'printers@example.com', domain: 'example.com' },
    );
    const head = message.subarray(0, message.indexOf('\r\n\r\n')).toString('latin1');
    expect(head).toMatch(/^[\x20-\x7e\r\n]+$/);
    expect(head).not.toMatch(/^Bcc:/im);
    expect(head).toContain('Content-Language: de');
    expect(head).toContain('Message-ID: <1@example.com>');
  });
});
