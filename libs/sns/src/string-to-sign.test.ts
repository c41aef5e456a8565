import fc from 'fast-check';
import { parseEnvelope, type SnsEnvelope } from './sns-envelope';
import { stringToSign } from './string-to-sign';
import { notification } from './test-support/signed-by';

// Words that a forger would use: the names of fields, and line breaks where they are allowed.
const word = fc.constantFrom(
  'Message',
  'MessageId',
  'Subject',
  'SubscribeURL',
  'Token',
  'Type',
  'a',
  '',
);
const line = word;
const lines = fc.array(word, { maxLength: 9 }).map((words) => words.join('\n'));
const filled = line.map((text) => text || 'b');
const signed = { Signature: 'c2ln', SignatureVersion: '1', SigningCertURL: 'https://x' };
const time = fc.constantFrom('2018-10-03T17:11:55.119Z', '2019-10-03T17:11:55.119Z');
const base = { MessageId: filled, TopicArn: filled, Message: lines, Timestamp: time };

const candidate = fc.oneof(
  fc.record({
    Type: fc.constant('Notification'),
    ...base,
    Subject: fc.option(line, { nil: undefined }),
  }),
  fc.record({
    Type: fc.constantFrom('SubscriptionConfirmation', 'UnsubscribeConfirmation'),
    ...base,
    Token: filled,
    SubscribeURL: filled,
  }),
);

function accepted(value: object): SnsEnvelope {
  const result = parseEnvelope(JSON.stringify({ ...value, ...signed }));
  if (!result.ok) throw new Error(result.code);
  return result.envelope;
}

describe('stringToSign', () => {
  it('is as the SNS developer guide has it', () => {
    expect(stringToSign({ ...notification, Subject: 'DRS', Message: 'Hello' })).toBe(
      `Message\nHello\nMessageId\n${notification.MessageId}\nSubject\nDRS\n` +
        `Timestamp\n${notification.Timestamp}\nTopicArn\n${notification.TopicArn}\nType\nNotification\n`,
    );
    expect(stringToSign({ ...notification, Message: 'Hello' })).not.toContain('Subject');
    const confirmation = {
      ...notification,
      Message: 'Hello',
      Token: 't',
      SubscribeURL: 'https://u',
    };
    expect(stringToSign({ ...confirmation, Type: 'SubscriptionConfirmation' })).toBe(
      `Message\nHello\nMessageId\n${notification.MessageId}\nSubscribeURL\nhttps://u\n` +
        `Timestamp\n${notification.Timestamp}\nToken\nt\nTopicArn\n${notification.TopicArn}\n` +
        'Type\nSubscriptionConfirmation\n',
    );
  });

  it('differs for any two envelopes that differ', () => {
    fc.assert(
      fc.property(candidate, candidate, (one, other) => {
        const [left, right] = [accepted(one), accepted(other)];
        const same = JSON.stringify(left) === JSON.stringify(right);
        expect(stringToSign(left) === stringToSign(right)).toBe(same);
      }),
      { numRuns: 2_000 },
    );
  });

  it('can be read back, so that no field can be folded into another', () => {
    fc.assert(
      fc.property(candidate, (value) => {
        const envelope = accepted(value);
        expect(readBack(stringToSign(envelope))).toEqual({ ...envelope, ...signed });
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Undoes `stringToSign`, starting from its end. */
function readBack(text: string): unknown {
  const rows = text.split('\n').slice(0, -1);
  const fields: Record<string, string> = { ...signed };
  while (fields['MessageId'] === undefined) {
    const value = rows.pop();
    const name = rows.pop();
    if (value === undefined || name === undefined) throw new Error('too short');
    fields[name] = value;
  }
  expect(rows.shift()).toBe('Message');
  return { ...fields, Message: rows.join('\n') };
}
