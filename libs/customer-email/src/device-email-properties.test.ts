import type { DeviceEmail } from '@refill/device-lifecycle/device-email';
import fc from 'fast-check';
import { EMAIL_LANGUAGES } from './locale';
import { renderDeviceEmail } from './render-device-email';
import { coreEmails, type Names } from './test-support/device-facts';
import { squashed, wordsOfHtml } from './test-support/words-of-html';

const plain: Names = {
  slotIds: ['ink', 'toner', 'paper', 'drum'],
  asins: ['B0EXAMPLE1', 'B0EXAMPLE2', 'B0EXAMPLE3'],
  units: ['count', 'Count', 'pounds', 'bags'],
  device: { modelId: 'Printer-1', serialNumber: 'P1-0001' },
};

const HOSTILE =
  '<img src=x onerror="alert(1)">\r\nBcc: all@example.com {{name}} & {{{html}}}\u202e';

const hostile: Names = {
  slotIds: [HOSTILE, 'ink', `\n> ${HOSTILE}`, '__proto__'],
  asins: [HOSTILE, '"><script>alert(1)</script>', 'B0EXAMPLE1'],
  units: [HOSTILE, 'constructor'],
  device: { modelId: HOSTILE, serialNumber: `"'${HOSTILE}` },
};

/** Any text at all, half pairs of surrogates and controls included. */
const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 });
const texts = fc.array(anyText, { minLength: 1, maxLength: 4 });
const anyNames: fc.Arbitrary<Names> = fc.record({
  slotIds: texts,
  asins: texts,
  units: texts,
  device: fc.record({ modelId: anyText, serialNumber: anyText }),
});

const sentAt = fc.constantFrom('2026-03-01T12:00:00.000Z', '2026-04-01T12:00:00.000Z');
const locale = fc.constantFrom(...EMAIL_LANGUAGES, 'de-AT', 'en-GB', 'fr', 'no locale', null);

interface Given {
  readonly emails: readonly DeviceEmail[];
  readonly context: {
    readonly name: string | null;
    readonly brand: string | null;
    readonly sentAt: string;
  };
  readonly locale: string | null;
}

const given = (
  names: fc.Arbitrary<Names>,
  person: fc.Arbitrary<string | null>,
): fc.Arbitrary<Given> =>
  fc.record({
    emails: coreEmails(names),
    context: fc.record({ name: person, brand: person, sentAt }),
    locale,
  });

/** Renders every mail of every history that fast-check makes up. */
function forEveryEmail(
  histories: fc.Arbitrary<Given>,
  check: (
    rendered: ReturnType<typeof renderDeviceEmail>,
    email: DeviceEmail,
    locale: string | null,
  ) => void,
): ReadonlySet<string> {
  const seen = new Set<string>();
  fc.assert(
    fc.property(histories, ({ emails, context, locale: to }) => {
      for (const email of emails) {
        check(renderDeviceEmail(email, context, to), email, to);
        seen.add(email.kind);
        if (email.kind === 'subscription-changed') {
          for (const { cause } of email.changes) seen.add(`${email.version} ${cause}`);
        }
      }
    }),
    { numRuns: 1_000 },
  );
  return seen;
}

describe('every mail that the core can make of a device', () => {
  it('is whole: one line of subject, no gap, no template syntax, and every slot and product named', () => {
    const person = fc.constantFrom('Test Customer', null);
    const seen = forEveryEmail(given(fc.constant(plain), person), (rendered, email) => {
      const { subject, text, html } = rendered;
      expect(subject).toMatch(/^\S[^\r\n]*\S$/);
      for (const part of [subject, text, html]) {
        expect(part).not.toMatch(
          /\{\{|\}\}|undefined|\bnull\b|NaN|Invalid Date|\[object|\btrue\b|\bfalse\b/,
        );
      }
      expect(text).not.toMatch(/ {3}|\(\)|: *[.)]|, *[.,]|\n{3}|[ \t]\n(?!This|Dies)/);
      expect(text).toContain('P1-0001');
      if (email.kind === 'device-deregistered') return;
      for (const { slotId, products } of email.slots) {
        expect(text).toContain(`- ${slotId}\n`);
        for (const { asin } of products ?? []) expect(text).toContain(asin ?? slotId);
      }
    });
    // Nothing of the above was true for want of mails.
    expect([...seen].sort()).toEqual([
      '1.0 new-registration',
      '1.0 product-chosen',
      '1.0 switched-off',
      '1.0 switched-on',
      '2.0 new-registration',
      '2.0 product-chosen',
      '2.0 product-replaced',
      '2.0 selection-cleared',
      '2.0 switched-off',
      '2.0 switched-on',
      'choose-products',
      'device-deregistered',
      'device-welcome',
      'subscription-changed',
    ]);
  });

  it('says the same in text and HTML, and lets nothing hostile through', () => {
    const person = fc.constantFrom(HOSTILE, null);
    forEveryEmail(given(fc.constant(hostile), person), ({ subject, text, html }) => {
      expect(subject).not.toMatch(/[\r\n\u202e]/);
      expect(html).not.toMatch(/<img|<script|\u202e/);
      expect(html).toContain('&lt;img');
      expect(text).not.toMatch(/^\s*Bcc:|\u202e/m);
      // What looks like a template stays what it is.
      expect(text).toContain('{{name}}');
      expect(squashed(wordsOfHtml(html))).toBe(squashed(text));
    });
  });

  it('can be written whatever names hold', () => {
    const person = fc.option(anyText);
    forEveryEmail(given(anyNames, person), ({ subject, text, html }) => {
      expect(subject).toMatch(/^\S[^\r\n]*\S$/);
      expect(subject.length).toBeLessThan(200);
      // No half pair of surrogates: such a text could not be encoded.
      expect(text).not.toMatch(/\p{Cs}/u);
      expect(squashed(wordsOfHtml(html))).toBe(squashed(text));
    });
  });
});
