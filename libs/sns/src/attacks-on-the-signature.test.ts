import { constants, createHash, privateEncrypt, sign } from 'node:crypto';
import { parseEnvelope } from './sns-envelope';
import { stringToSign } from './string-to-sign';
import { genuineSender, type GenuineSender } from './test-support/genuine-sender';
import { notification, now, topicArn } from './test-support/signed-by';
import { versionAttribute } from './version-attribute';

let sns: GenuineSender;
beforeAll(async () => (sns = await genuineSender()));

const minute = 60_000;
const badSignature = 'untrusted SNS_BAD_SIGNATURE';
const badVersion = 'untrusted SNS_SIGNATURE_VERSION';
const malformed = 'malformed SNS_INVALID_ENVELOPE';

describe('the version of the signature', () => {
  it.each(['3', '0', '1 ', ' 2', '02', '2.0', '1e0', '２', 'RSA-MD5', '__proto__'])(
    '%j is refused, though the signature is right',
    async (SignatureVersion) => {
      expect(await sns.receive({ ...sns.sign(notification), SignatureVersion })).toBe(badVersion);
    },
  );

  it.each([1, 2, true, null, ['2'], {}, '', '2\n'])('%j is malformed', async (version) => {
    const forged = { ...sns.sign(notification), SignatureVersion: version };
    expect(await sns.receive(forged)).toBe(malformed);
  });

  it('left out is malformed', async () => {
    const { SignatureVersion, ...rest } = sns.sign(notification);
    expect(SignatureVersion).toBe('2');
    expect(await sns.receive(rest)).toBe(malformed);
  });

  it.each([
    ['1', '2'],
    ['2', '1'],
  ])('%s claimed to be %s is refused', async (signedAs, claimed) => {
    const signed = sns.sign({ ...notification, SignatureVersion: signedAs });
    expect(await sns.receive(signed)).toBe('genuine');
    expect(await sns.receive({ ...signed, SignatureVersion: claimed })).toBe(badSignature);
  });
});

describe('a signature made up', () => {
  const withSignature = async (Signature: string) =>
    await sns.receive({ ...sns.sign(notification), Signature });

  it.each(['', ' ', '=', '====', '%%%%', 'c2ln\n', 'c2 ln', 'c2ln-_', '\u0000', 'c2ln=c2ln'])(
    '%j is malformed',
    async (Signature) => expect(await withSignature(Signature)).toBe(malformed),
  );

  it.each([
    ['one byte', 'AA=='],
    ['base64 of no length', 'A'],
    ['nothing but zeros', Buffer.alloc(256).toString('base64')],
    ['nothing but ones', Buffer.alloc(256, 0xff).toString('base64')],
    ['the number one', Buffer.from([...Buffer.alloc(255), 1]).toString('base64')],
    ['a byte too many', Buffer.alloc(257, 1).toString('base64')],
  ])('%s does not fit', async (_, Signature) => {
    expect(await withSignature(Signature)).toBe(badSignature);
  });

  it('of another genuine message does not fit', async () => {
    const other = sns.sign({ ...notification, MessageId: 'another' });
    expect(await withSignature(other.Signature)).toBe(badSignature);
  });

  it('with a byte in front or behind does not fit', async () => {
    const bytes = Buffer.from(sns.sign(notification).Signature, 'base64');
    expect(await withSignature(Buffer.concat([Buffer.alloc(1), bytes]).toString('base64'))).toBe(
      badSignature,
    );
    expect(await withSignature(Buffer.concat([bytes, Buffer.alloc(1)]).toString('base64'))).toBe(
      badSignature,
    );
  });

  it('of the right key in another scheme does not fit', async () => {
    const text = Buffer.from(stringToSign(notification));
    const key = sns.pair.privateKeyPem;
    const bareDigest = privateEncrypt(
      { key, padding: constants.RSA_PKCS1_PADDING },
      createHash('sha256').update(text).digest(),
    );
    const pss = sign('RSA-SHA256', text, { key, padding: constants.RSA_PKCS1_PSS_PADDING });
    const schemes = [
      bareDigest,
      pss,
      ...['RSA-SHA512', 'RSA-SHA224', 'RSA-MD5'].map((digest) => sign(digest, text, key)),
    ];
    for (const signature of schemes) {
      expect(await withSignature(signature.toString('base64'))).toBe(badSignature);
    }
  });
});

describe('a genuine message altered', () => {
  const subject = { ...notification, Subject: 'a subject' };

  it.each([
    ['its Message', { Message: 'forged' }],
    ['a space in its Message', { Message: `${notification.Message} ` }],
    ['an empty Message', { Message: '' }],
    ['its Subject', { Subject: 'another' }],
    ['the case of its Subject', { Subject: 'A subject' }],
    ['its MessageId', { MessageId: 'another' }],
    ['its Timestamp', { Timestamp: '2026-03-01T12:00:00.001Z' }],
    ['its Timestamp, written in another way', { Timestamp: '2026-03-01T12:00:00Z' }],
  ])('in %s does not fit', async (_, change) => {
    expect(await sns.receive({ ...sns.sign(subject), ...change })).toBe(badSignature);
  });

  it('by a Subject added, empty or not, or taken away does not fit', async () => {
    for (const Subject of ['', 'added']) {
      expect(await sns.receive({ ...sns.sign(notification), Subject })).toBe(badSignature);
    }
    const { Signature } = sns.sign(subject);
    expect(await sns.receive({ ...notification, Signature })).toBe(badSignature);
  });

  it('in its MessageAttributes is genuine still: they are not signed, and decide nothing', async () => {
    const signed = sns.sign({
      ...notification,
      MessageAttributes: { version: { Type: 'String', Value: '2.0' } },
    });
    for (const MessageAttributes of [{ version: { Value: '9.9' } }, [], null, 'x', undefined]) {
      const body = JSON.stringify({ ...signed, MessageAttributes });
      expect(await sns.receive(body)).toBe('genuine');
      const parsed = parseEnvelope(body);
      expect(parsed.ok && parsed.envelope.Message).toBe(notification.Message);
    }
    expect(versionAttribute({ version: { Value: '<script>' } })).toBeNull();
  });
});

describe('a genuine message of somebody else', () => {
  const foreign = {
    ...notification,
    TopicArn: 'arn:aws:sns:eu-central-1:666666666666:drs',
  };

  it('of the attacker’s topic, signed by SNS, is refused', async () => {
    const signed = sns.sign(foreign);
    expect(await sns.receive(signed, { topicArns: [foreign.TopicArn] })).toBe('genuine');
    expect(await sns.receive(signed)).toBe('untrusted SNS_TOPIC_NOT_ALLOWED');
    expect(await sns.receive({ ...signed, TopicArn: topicArn })).toBe(badSignature);
  });

  it.each([
    `${topicArn}2`,
    topicArn.toUpperCase(),
    `${topicArn}:x`,
    `${topicArn}.fifo`,
    `${topicArn} `,
  ])('of a topic like ours, %s, is refused', async (TopicArn) => {
    const signed = sns.sign({ ...notification, TopicArn });
    expect(await sns.receive(signed)).toBe('untrusted SNS_TOPIC_NOT_ALLOWED');
  });

  it('is refused where no topic is allowed', async () => {
    const signed = sns.sign(notification);
    expect(await sns.receive(signed, { topicArns: [] })).toBe('untrusted SNS_TOPIC_NOT_ALLOWED');
  });
});

describe('a genuine message replayed', () => {
  const after = (ms: number) => ({ clock: now + ms });

  it('within the time allowed is genuine: whoever takes it must know it again', async () => {
    const body = JSON.stringify(sns.sign(notification));
    for (const ms of [0, minute, 75 * minute]) {
      expect(await sns.receive(body, after(ms))).toBe('genuine');
    }
  });

  it('later is too old, and can not be made younger', async () => {
    const signed = sns.sign(notification);
    expect(await sns.receive(signed, after(75 * minute + 1))).toBe('too-old SNS_TOO_OLD');
    const Timestamp = new Date(now + 75 * minute).toISOString();
    expect(await sns.receive({ ...signed, Timestamp }, after(75 * minute + 1))).toBe(badSignature);
  });

  it('from the future is not kept for later', async () => {
    const Timestamp = new Date(now + 5 * minute + 1).toISOString();
    const signed = sns.sign({ ...notification, Timestamp });
    expect(await sns.receive(signed)).toBe('too-old SNS_TIMESTAMP_IN_FUTURE');
    expect(await sns.receive({ ...signed, Message: 'forged' })).toBe(badSignature);
  });

  it.each(['2026-03-01T12:00:00+99:00Z', '+275760-09-13T00:00:00Z', 'NaN', '2026-02-30T12:00:00Z'])(
    'with the time %j, of which no age can be told, is malformed',
    async (Timestamp) => {
      expect(await sns.receive(sns.sign({ ...notification, Timestamp }))).toBe(malformed);
    },
  );
});
