import { parseEnvelope } from './sns-envelope';
import { readSqsBody } from './sqs-body';
import { genuineSender, type GenuineSender } from './test-support/genuine-sender';
import { notification } from './test-support/signed-by';
import { versionAttribute } from './version-attribute';

let sns: GenuineSender;
beforeAll(async () => (sns = await genuineSender()));

const largestBody = 2 * 1024 * 1024;
const badSignature = 'untrusted SNS_BAD_SIGNATURE';
const malformed = 'malformed SNS_INVALID_ENVELOPE';
const signed = () => sns.sign(notification);
/** The body of a genuine message, with text put in front of its first key. */
const behind = (text: string) => JSON.stringify(signed()).replace('{', `{${text},`);
/** The same, with text put behind its last key. */
const before = (text: string) => JSON.stringify(signed()).replace(/}$/, `,${text}}`);
/** What is used of a body in the end. */
function used(body: string) {
  const parsed = parseEnvelope(body);
  return parsed.ok ? parsed.envelope : null;
}

describe('repeated keys, of which a verifier could hash one and a reader use the other', () => {
  it.each(['"Message":"forged"', String.raw`"M\u0065ssage":"forged"`, '"TopicArn":"x"'])(
    '%s in front of the signed one is not used',
    async (key) => {
      expect(await sns.receive(behind(key))).toBe('genuine');
      expect(used(behind(key))).toEqual(signed());
    },
  );

  it.each(['"Message":"forged"', String.raw`"M\u0065ssage":"forged"`, '"MessageId":"x"'])(
    '%s behind the signed one breaks the signature',
    async (key) => expect(await sns.receive(before(key))).toBe(badSignature),
  );

  it('a Type behind the signed one does not turn a notification into a confirmation', async () => {
    const key = '"Token":"t","SubscribeURL":"https://evil.example/","Type":';
    expect(await sns.receive(before(`${key}"SubscriptionConfirmation"`))).toBe(badSignature);
    expect(await sns.receive(before(`${key}["Notification"]`))).toBe(malformed);
  });

  it('a whole second message behind the first is no JSON', async () => {
    const body = JSON.stringify(signed());
    expect(await sns.receive(body + body)).toBe('malformed SNS_NOT_JSON');
    expect(await sns.receive(`${body}\n{"Message":"forged"}`)).toBe('malformed SNS_NOT_JSON');
  });
});

describe('keys that are not what they look like', () => {
  it('__proto__ with a whole genuine message in it is no message', async () => {
    expect(await sns.receive(`{"__proto__":${JSON.stringify(signed())}}`)).toBe(malformed);
    expect(await sns.receive({ constructor: { prototype: signed() } })).toBe(malformed);
  });

  it('__proto__ adds no Subject and replaces no field', async () => {
    for (const forged of ['{"Subject":"forged"}', '{"Message":"forged"}', '[]', 'null']) {
      const body = before(`"__proto__":${forged}`);
      expect(await sns.receive(body)).toBe('genuine');
      expect(used(body)).toEqual(signed());
      expect(used(body)?.Type === 'Notification' && Reflect.get(used(body) ?? {}, 'Subject')).toBe(
        undefined,
      );
    }
    expect(Object.keys({})).toEqual([]);
    expect(Reflect.get({}, 'Subject')).toBeUndefined();
  });

  it('__proto__ in MessageAttributes gives no version', () => {
    const attributes: unknown = JSON.parse('{"__proto__":{"version":{"Value":"9.9"}}}');
    expect(versionAttribute(attributes)).toBeNull();
  });

  it.each(['message', 'MESSAGE', 'Message ', 'Me\u0455sage', 'Message\u0000'])(
    '%j does not stand for Message',
    async (name) => {
      const { Message, ...rest } = signed();
      expect(await sns.receive({ ...rest, [name]: Message })).toBe(malformed);
      expect(used(JSON.stringify({ ...signed(), [name]: 'forged' }))).toEqual(signed());
    },
  );

  it('a message that leaves its signature out is not taken for raw delivery from SQS', async () => {
    const { Signature, ...rest } = signed();
    for (const value of [rest, { ...rest, Signature: null }, { Type: [], notificationInfo: {} }]) {
      expect(Signature).not.toBe('');
      expect(readSqsBody({ body: JSON.stringify(value) }).kind).toBe('envelope');
      expect(await sns.receive(value)).toBe(malformed);
    }
  });

  it('nor one with so many values that we do not look for its fields', async () => {
    const body = `{"x":[${'0,'.repeat(30_000)}0],"notificationInfo":{},"Type":"Notification"}`;
    expect(readSqsBody({ body }).kind).toBe('envelope');
    expect(await sns.receive(body)).toBe(malformed);
  });
});

describe('a body in another encoding', () => {
  const Message = 'Größe: 5 µm, 📦, é';
  const body = () => JSON.stringify(sns.sign({ ...notification, Message }));

  it('as it should be is genuine', async () => {
    expect(await sns.receive(Buffer.from(body(), 'utf8').toString('utf8'))).toBe('genuine');
  });

  it.each([
    ['UTF-16 read as UTF-8', () => Buffer.from(body(), 'utf16le').toString('utf8')],
    ['UTF-16 read as Latin-1', () => Buffer.from(body(), 'utf16le').toString('latin1')],
    ['UTF-8 read as UTF-16', () => Buffer.from(body(), 'utf8').toString('utf16le')],
    ['a byte order mark', () => `\ufeff${body()}`],
    ['NULs behind it', () => `${body()}\0\0`],
    ['Base64', () => Buffer.from(body()).toString('base64')],
    ['URL encoding', () => encodeURIComponent(body())],
  ])('%s is no JSON', async (_, garbled) => {
    expect(await sns.receive(garbled())).toBe('malformed SNS_NOT_JSON');
  });

  it.each([
    ['UTF-8 read as Latin-1', () => Buffer.from(body(), 'utf8').toString('latin1')],
    ['Latin-1 read as UTF-8', () => Buffer.from(body(), 'latin1').toString('utf8')],
    ['bytes that are no UTF-8', () => body().replace('é', '\ufffd')],
    ['another normal form of Unicode', () => body().normalize('NFD')],
    ['a zero-width space', () => body().replace('Gr', 'Gr\u200b')],
  ])('%s breaks the signature', async (_, garbled) => {
    expect(garbled()).not.toBe(body());
    expect(await sns.receive(garbled())).toBe(badSignature);
  });

  it('escaped is the same message', async () => {
    const escaped = body().replace(
      /[^ -~]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    expect(escaped).toContain(String.raw`\ud83d\udce6`);
    expect(await sns.receive(escaped)).toBe('genuine');
  });
});

describe('a body of great size', () => {
  /** A genuine message of 2 MiB whose text is escaped in one way. */
  const bodyOf = (unit: string, escaped: string) => {
    const count = Math.floor((largestBody - 2_000) / escaped.length);
    const envelope = sns.sign({ ...notification, Message: unit.repeat(count) });
    return JSON.stringify({ ...envelope, Message: '' }).replace(
      '"Message":""',
      () => `"Message":"${escaped.repeat(count)}"`,
    );
  };

  it.each([
    ['escapes of a letter', 'A', String.raw`\u0041`],
    ['escapes of three bytes', '\u0800', String.raw`\u0800`],
    ['backslashes', '\\', '\\\\'],
    ['quotes', '"', String.raw`\"`],
    ['surrogate pairs', '\u{1F4E6}', String.raw`\ud83d\udce6`],
    ['brackets in the text', '[{,', '[{,'],
  ])('by %s is read like any other, forged or not', async (_, unit, escaped) => {
    const body = bodyOf(unit, escaped);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(largestBody);
    expect(await sns.receive(body)).toBe('genuine');
    expect(await sns.receive(body.replace(escaped, 'x'))).toBe(badSignature);
  });

  it('by what SNS allows at most is genuine: 256 KiB, each byte written as six', async () => {
    const body = JSON.stringify(
      sns.sign({ ...notification, Message: '\u0001'.repeat(256 * 1024) }),
    );
    expect(Buffer.byteLength(body)).toBeGreaterThan(6 * 256 * 1024);
    expect(await sns.receive(body)).toBe('genuine');
  });

  it.each([
    ['a million brackets, nested', '['.repeat(1_000_000) + ']'.repeat(1_000_000)],
    ['a million brackets, never closed', '['.repeat(2_000_000)],
    ['objects, nested', '{"a":'.repeat(300_000) + '0' + '}'.repeat(300_000)],
    ['a million values', `[${'0,'.repeat(1_000_000)}0]`],
    ['objects', `[${'{},'.repeat(600_000)}{}]`],
  ])('by %s is refused, with the signature and without', async (_, value) => {
    expect(await sns.receive(before(`"x":${value}`))).toBe(malformed);
    expect(await sns.receive(before(`"MessageAttributes":${value}`))).toBe(malformed);
    expect(await sns.receive(value)).toBe(malformed);
  });

  it('in the signature or in the URL is refused', async () => {
    const long = 'A'.repeat(largestBody - 2_000);
    expect(await sns.receive({ ...signed(), Signature: long })).toBe(badSignature);
    expect(await sns.receive({ ...signed(), SigningCertURL: `https://${long}` })).toBe(
      'untrusted SNS_CERTIFICATE_URL',
    );
    expect(await sns.receive({ ...signed(), TopicArn: long })).toBe(
      'untrusted SNS_TOPIC_NOT_ALLOWED',
    );
  });
});
