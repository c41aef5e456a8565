import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import type { CertificateStore } from './certificate-store';
import { createMessageVerifier } from './message-verifier';
import { signEnvelope } from './sign-envelope';
import { parseEnvelope } from './sns-envelope';
import { readSqsBody } from './sqs-body';
import { notification, now, topicArn } from './test-support/signed-by';
import { versionAttribute } from './version-attribute';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const certificates: CertificateStore = {
  certificateFor: async () => ({ ok: true, publicKey, invalidNow: null }),
};
const verifier = createMessageVerifier({
  topicArns: [topicArn],
  certificates,
  maxAgeMs: 75 * 60_000,
  now: () => now,
});
const key = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
const confirmation = { ...notification, Token: 'a token', SubscribeURL: 'https://sns/' };
const genuine = [
  notification,
  { ...notification, SignatureVersion: '1', Subject: 'Größe 📦' },
  { ...notification, MessageAttributes: { version: { Type: 'String', Value: '2.0' } } },
  { ...confirmation, Type: 'SubscriptionConfirmation' as const },
  { ...confirmation, Type: 'UnsubscribeConfirmation' as const },
].map((unsigned) => signEnvelope(unsigned, key));
const anyGenuine = fc.constantFrom(...genuine);
const names = [...new Set(genuine.flatMap((envelope) => Object.keys(envelope)))];
const required = ['Type', 'MessageId', 'TopicArn', 'Message', 'Timestamp', 'SignatureVersion'];

/** Every character that there is, halves of pairs and controls among them. */
const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
});
const nastyText = fc.oneof(
  anyText,
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '\n',
    '\0',
    '\ud800',
    '__proto__',
    'Notification',
    '\u2028',
    '0',
    'A'.repeat(70_000),
  ),
);
const anyValue = fc.oneof(
  nastyText,
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom([], {}, Number.MAX_VALUE, -0),
);
const anyName = fc.oneof(
  fc.constantFrom(...names),
  fc.constantFrom('__proto__', 'constructor'),
  nastyText,
);

/** One change of an envelope's JSON text: of its fields, or of its characters. */
const change: fc.Arbitrary<(body: string) => string> = fc.oneof(
  fc
    .constantFrom(...names)
    .map((name) => onFields((entries) => entries.filter(([n]) => n !== name))),
  fc
    .tuple(anyName, anyName)
    .map(([from, to]) =>
      onFields((entries) => entries.map(([n, value]) => [n === from ? to : n, value])),
    ),
  fc
    .tuple(anyName, anyValue)
    .map(([name, value]) =>
      onFields((entries) => entries.map(([n, old]) => [n, n === name ? value : old])),
    ),
  fc
    .tuple(anyName, anyValue)
    .map(([name, value]) => onFields((entries) => [...entries, [name, value]])),
  fc
    .tuple(anyName, anyValue)
    .map(([name, value]) => onFields((entries) => [[name, value], ...entries])),
  fc.tuple(fc.nat(), fc.nat(20), nastyText).map(([at, length, text]) => (body: string) => {
    const start = at % (body.length + 1);
    return body.slice(0, start) + text + body.slice(start + length);
  }),
  fc.tuple(fc.nat(), fc.nat(7)).map(([at, bit]) => (body: string) => {
    const bytes = Buffer.from(body);
    const place = at % bytes.length;
    bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
    return bytes.toString('utf8');
  }),
);

type Entries = readonly (readonly [string, unknown])[];
/** Writes fields by hand, so that keys can be repeated. */
function onFields(edit: (entries: Entries) => Entries): (body: string) => string {
  return (body) => {
    const fields = fieldsOf(body);
    if (fields === null) return body;
    const rows = edit(fields).map(
      ([n, value]) => `${JSON.stringify(n)}:${JSON.stringify(value) ?? '0'}`,
    );
    return `{${rows.join(',')}}`;
  };
}
function fieldsOf(body: string): Entries | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? Object.entries(value) : null;
  } catch {
    return null;
  }
}

/** Like `expect`, but for use a million times. */
function demand(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

const codes = ['SNS_NOT_JSON', 'SNS_UNKNOWN_TYPE', 'SNS_INVALID_ENVELOPE'];
const places = ['', ...names];

/** Reads a body and makes sure that what comes out is one of the documented results. */
function readSoundly(body: string) {
  const result = parseEnvelope(body);
  const sqs = readSqsBody({ body });
  if (!result.ok) {
    demand(Object.keys(result).join() === 'ok,code,problems', 'a result of another shape');
    demand(codes.includes(result.code), `the code ${result.code}`);
    demand(result.problems.length > 0, 'no problem');
    for (const { path, expected } of result.problems) {
      demand(places.includes(path) && expected.length > 0, `a problem at ${path}`);
    }
    return null;
  }
  // Whatever is an envelope is taken for one from SQS too, and so needs its signature.
  demand(sqs.kind === 'envelope' && sqs.body === body, 'an envelope that counts as raw');
  const { envelope } = result;
  for (const [name, value] of Object.entries(envelope)) {
    const isLeftOut = name === 'Subject' && value === undefined;
    const isRight = name === 'MessageAttributes' || isLeftOut || typeof value === 'string';
    demand(names.includes(name) && isRight, `the field ${name}`);
  }
  demand(
    required.every((name) => Object.hasOwn(envelope, name)),
    'a field is missing',
  );
  demand(!Number.isNaN(Date.parse(envelope.Timestamp)), 'no time');
  return envelope;
}

describe('parseEnvelope, whatever comes', () => {
  it('gives one of its results for any text', () => {
    fc.assert(
      fc.property(nastyText, (body) => void readSoundly(body)),
      { numRuns: 4_000 },
    );
  });

  it('gives one of its results for any JSON', () => {
    fc.assert(
      fc.property(fc.json(), (body) => void readSoundly(body)),
      { numRuns: 4_000 },
    );
  });

  it('gives one of its results for any object with the names of its fields', () => {
    const fields = fc.dictionary(anyName, anyValue, { maxKeys: 14 });
    fc.assert(
      fc.property(fields, (value) => void readSoundly(JSON.stringify(value))),
      { numRuns: 4_000 },
    );
  });

  it('reads attributes of any kind as a version of two numbers, or as none', () => {
    const attributes = fc.oneof(
      anyValue,
      anyValue.map((version) => ({ version })),
      anyValue.map((Value) => ({ version: { Value } })),
    );
    fc.assert(
      fc.property(attributes, (value) => {
        demand(/^\d{1,3}\.\d{1,3}$/.test(versionAttribute(value) ?? '0.0'), 'no version');
      }),
      { numRuns: 4_000 },
    );
  });
});

describe('a genuine envelope changed', () => {
  /** What of an envelope the signature speaks for. */
  const meaning = (envelope: object) =>
    JSON.stringify(
      Object.entries(envelope)
        .filter(([name]) => !['Signature', 'SigningCertURL', 'MessageAttributes'].includes(name))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const meanings = new Set(genuine.map(meaning));

  it('is refused, or says what it said before', async () => {
    const changes = fc.array(change, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(anyGenuine, changes, async (envelope, edits) => {
        const body = edits.reduce((text, edit) => edit(text), JSON.stringify(envelope));
        const read = readSoundly(body);
        if (read === null) return;
        const result = await verifier.verify(read);
        if (result.ok)
          demand(meanings.has(meaning(read)), 'verified, though it says something else');
        else demand(result.reason !== 'certificate-unavailable', 'a certificate was looked for');
      }),
      { numRuns: 12_000 },
    );
  });

  it('never verifies when a signed field says something else', async () => {
    const text = fc.oneof(nastyText, fc.string({ unit: 'grapheme' }));
    const edit = fc.oneof(
      text.map((other) => () => other),
      text.map((added) => (old: string) => old + added),
      text.map((added) => (old: string) => added + old),
      fc.tuple(fc.nat(), text).map(([at, added]) => (old: string) => {
        const place = at % (old.length + 1);
        return old.slice(0, place) + added + old.slice(place + 1);
      }),
      fc.constantFrom(
        (old: string) => old.toUpperCase(),
        (old: string) => old.normalize('NFD'),
        (old: string) => old.trimEnd().slice(0, -1),
      ),
    );
    const signed = ['Type', 'Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Token'];
    await fc.assert(
      fc.asyncProperty(
        anyGenuine,
        fc.constantFrom(...signed, 'SubscribeURL', 'SignatureVersion'),
        edit,
        async (envelope, name, change) => {
          const old: unknown = Reflect.get(envelope, name);
          const value = change(typeof old === 'string' ? old : '');
          // Names that a type does not have are not read, and so neither signed nor used.
          const isRead = typeof old === 'string' || (name === 'Subject' && !('Token' in envelope));
          fc.pre(value !== old && isRead);
          const read = readSoundly(JSON.stringify({ ...envelope, [name]: value }));
          if (read === null) return;
          const result = await verifier.verify(read);
          demand(!result.ok && result.reason === 'untrusted', 'verified');
        },
      ),
      { numRuns: 8_000 },
    );
  });

  it('never verifies with a bit of its signature turned', async () => {
    await fc.assert(
      fc.asyncProperty(anyGenuine, fc.nat(255), fc.nat(7), async (envelope, at, bit) => {
        const bytes = Buffer.from(envelope.Signature, 'base64');
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const read = readSoundly(
          JSON.stringify({ ...envelope, Signature: bytes.toString('base64') }),
        );
        const result = read === null ? null : await verifier.verify(read);
        demand(result?.ok === false && result.code === 'SNS_BAD_SIGNATURE', 'verified');
      }),
      { numRuns: 2_000 },
    );
  });
});
