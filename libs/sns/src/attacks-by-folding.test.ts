import { verify } from 'node:crypto';
import { genuineSender, type GenuineSender } from './test-support/genuine-sender';
import { notification, topicArn } from './test-support/signed-by';

let sns: GenuineSender;
beforeAll(async () => (sns = await genuineSender()));

/** A topic of the attacker's own, in our region: SNS signs its messages with the same key as ours. */
const attackersTopic = 'arn:aws:sns:eu-central-1:666666666666:evil';
const confirmation = {
  ...notification,
  Type: 'SubscriptionConfirmation',
  Message: 'You have chosen to subscribe',
  SubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription',
  Token: 'genuine-token',
} as const;

const signedFields = [
  'Message',
  'MessageId',
  'Subject',
  'SubscribeURL',
  'Timestamp',
  'Token',
].concat(['TopicArn', 'Type']);

/** The text that a careless verifier hashes: whatever is in the signed fields, put into text. */
function carelessText(fields: object): string {
  return signedFields
    .filter((name) => name in fields)
    .map((name) => `${name}\n${String(Reflect.get(fields, name))}\n`)
    .join('');
}

/** The rows from a field on to the field before another one, as they stand in the signed text. */
function rows(fields: object, from: string, to?: string): string {
  const text = carelessText(fields);
  const start = text.indexOf(
    `${from}\n`,
    from === 'MessageId' ? text.lastIndexOf('MessageId\n') : 0,
  );
  return text.slice(start, to === undefined ? -1 : text.indexOf(`\n${to}\n`, start));
}

/** Shows that an attack would work on a careless verifier, and not on ours. */
async function expectRefused(
  signed: { readonly Signature: string },
  forged: object,
  result: string,
) {
  const careless = Buffer.from(carelessText(forged));
  const signature = Buffer.from(signed.Signature, 'base64');
  expect(verify('RSA-SHA256', careless, sns.pair.certificatePem, signature)).toBe(true);
  const trusted = { topicArns: [topicArn, attackersTopic] };
  expect(await sns.receive(signed, trusted)).toBe('genuine');
  expect(await sns.receive({ ...forged, Signature: signed.Signature }, trusted)).toBe(result);
}

const malformed = 'malformed SNS_INVALID_ENVELOPE';

describe('fields folded into one another, where the signed text stays the same', () => {
  // The attacker publishes a text with made-up fields in it, then parts it into these fields.
  const id = 'made-up-id';
  const time = '2026-03-01T12:00:01.000Z';
  const { Signature, ...rest } = { Signature: '', ...notification };
  const withMessage = (Message: string) => sns.sign({ ...rest, Message });

  it('a newline in MessageId', async () => {
    const signed = withMessage(`forged\nMessageId\n${id}`);
    const MessageId = `${id}\nMessageId\n${rest.MessageId}`;
    await expectRefused(signed, { ...rest, Message: 'forged', MessageId }, malformed);
  });

  it('a newline in MessageId that swallows the Subject', async () => {
    const signed = sns.sign({ ...rest, Subject: 'a subject' });
    const MessageId = `${rest.MessageId}\nSubject\na subject`;
    await expectRefused(signed, { ...rest, MessageId }, malformed);
  });

  it('a newline in Subject', async () => {
    const signed = withMessage(`forged\nMessageId\n${id}\nSubject\nmade up`);
    const Subject = `made up\nMessageId\n${rest.MessageId}`;
    await expectRefused(signed, { ...rest, Message: 'forged', MessageId: id, Subject }, malformed);
  });

  it('a newline in Timestamp', async () => {
    const signed = withMessage(`forged\nMessageId\n${id}\nTimestamp\n${time}`);
    const Timestamp = `${time}\n${rows(signed, 'MessageId', 'TopicArn')}`;
    await expectRefused(
      signed,
      { ...rest, Message: 'forged', MessageId: id, Timestamp },
      malformed,
    );
  });

  it('a newline in TopicArn, which moves a message from the attacker’s topic to ours', async () => {
    const signed = sns.sign({
      ...rest,
      TopicArn: attackersTopic,
      Message: `forged\nMessageId\n${id}\nTimestamp\n${time}\nTopicArn\n${topicArn}`,
    });
    const TopicArn = `${topicArn}\nMessageId\n${rest.MessageId}\nTimestamp\n${rest.Timestamp}\nTopicArn\n${attackersTopic}`;
    const forged = { ...rest, Message: 'forged', MessageId: id, Timestamp: time, TopicArn };
    await expectRefused(signed, forged, malformed);
  });

  it('a newline in Type, which moves a message from the attacker’s topic to ours', async () => {
    const signed = sns.sign({
      ...rest,
      TopicArn: attackersTopic,
      Message: `forged\nMessageId\n${id}\nTimestamp\n${time}\nTopicArn\n${topicArn}\nType\nNotification`,
    });
    const Type = `Notification\n${rows(signed, 'MessageId')}`;
    const forged = { ...rest, Message: 'forged', MessageId: id, Timestamp: time, Type };
    expect(carelessText(forged)).toContain(`TopicArn\n${topicArn}\nType\nNotification\n`);
    await expectRefused(signed, forged, 'malformed SNS_UNKNOWN_TYPE');
  });

  it('a newline in Type, which makes a confirmation out of a notification', async () => {
    const fields = { MessageId: id, SubscribeURL: 'https://evil.example/', Timestamp: time };
    const made = { ...fields, Token: 'made-up', TopicArn: topicArn };
    const signed = sns.sign({
      ...rest,
      TopicArn: attackersTopic,
      Message: `forged\n${carelessText(made)}Type\nSubscriptionConfirmation`,
    });
    const Type = `SubscriptionConfirmation\n${rows(signed, 'MessageId')}`;
    const forged = { ...rest, Message: 'forged', ...made, Type };
    await expectRefused(signed, forged, 'malformed SNS_UNKNOWN_TYPE');
  });

  it('a newline in SubscribeURL', async () => {
    const signed = sns.sign({
      ...confirmation,
      Message: `forged\nMessageId\n${id}\nSubscribeURL\nhttps://evil.example/`,
    });
    const SubscribeURL = `https://evil.example/\n${rows(signed, 'MessageId', 'Timestamp')}`;
    const forged = { ...confirmation, Message: 'forged', MessageId: id, SubscribeURL };
    await expectRefused(signed, forged, malformed);
  });

  it('a newline in Token', async () => {
    const made = { MessageId: id, SubscribeURL: 'https://evil.example/', Timestamp: time };
    const signed = sns.sign({
      ...confirmation,
      Message: `forged\n${carelessText(made)}Token\nmade-up`,
    });
    const Token = `made-up\n${rows(signed, 'MessageId', 'TopicArn')}`;
    await expectRefused(signed, { ...confirmation, Message: 'forged', ...made, Token }, malformed);
  });

  it('half a surrogate pair, which is hashed as U+FFFD', async () => {
    for (const half of ['\ud83d', '\udce6']) {
      const signed = withMessage('genuine \ufffd');
      await expectRefused(signed, { ...rest, Message: `genuine ${half}` }, malformed);
      const withSubject = sns.sign({ ...rest, Subject: '\ufffd' });
      await expectRefused(withSubject, { ...rest, Subject: half }, malformed);
    }
  });
});

describe('fields of another type, which a careless verifier puts into the same text', () => {
  it.each(['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Subject', 'SubscribeURL', 'Token'])(
    '%s in an array',
    async (name) => {
      const unsigned = ['SubscribeURL', 'Token'].includes(name)
        ? confirmation
        : { ...notification, Subject: 'a subject' };
      const wrapped = { ...unsigned, [name]: [Reflect.get(unsigned, name)] };
      await expectRefused(sns.sign(unsigned), wrapped, malformed);
      const twice = { ...unsigned, [name]: [[Reflect.get(unsigned, name)]] };
      await expectRefused(sns.sign(unsigned), twice, malformed);
    },
  );

  it('Type in an array', async () => {
    const signed = sns.sign(notification);
    await expectRefused(signed, { ...notification, Type: ['Notification'] }, malformed);
  });

  it.each([
    ['a number', '42', 42],
    ['true', 'true', true],
    ['null', 'null', null],
    ['an object', '[object Object]', { forged: 'anything' }],
    ['an empty array', '', []],
    ['an array of lines', 'a,b', ['a', 'b']],
  ])('Message as %s', async (_, text, value) => {
    const signed = sns.sign({ ...notification, Message: text });
    await expectRefused(signed, { ...notification, Message: value }, malformed);
  });

  it.each(['Signature', 'SignatureVersion', 'SigningCertURL'])('%s in an array', async (name) => {
    const signed = sns.sign(notification);
    const forged = { ...signed, [name]: [Reflect.get(signed, name)] };
    expect(await sns.receive(forged)).toBe(malformed);
  });

  it.each([null, 0, false, {}, []])('a Subject %j, where there was none', async (Subject) => {
    expect(await sns.receive({ ...sns.sign(notification), Subject })).toBe(malformed);
  });
});
