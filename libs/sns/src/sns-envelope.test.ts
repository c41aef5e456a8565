import fc from 'fast-check';
import { parseEnvelope } from './sns-envelope';
import { notification } from './test-support/signed-by';

const envelope = { ...notification, Signature: 'c2ln' };
const confirmation = {
  ...envelope,
  Type: 'SubscriptionConfirmation',
  Token: '2336412f37',
  SubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription',
};

function problemsOf(value: unknown): unknown {
  const result = parseEnvelope(JSON.stringify(value));
  return result.ok ? 'accepted' : result.problems;
}

describe('parseEnvelope', () => {
  it('reads a notification with and without a subject', () => {
    expect(parseEnvelope(JSON.stringify(envelope))).toEqual({ ok: true, envelope });
    const withSubject = { ...envelope, Subject: 'DRS' };
    expect(parseEnvelope(JSON.stringify(withSubject))).toEqual({ ok: true, envelope: withSubject });
  });

  it.each(['SubscriptionConfirmation', 'UnsubscribeConfirmation'])('reads a %s', (Type) => {
    const value = { ...confirmation, Type };
    expect(parseEnvelope(JSON.stringify(value))).toEqual({ ok: true, envelope: value });
  });

  it('drops fields that it does not know', () => {
    const result = parseEnvelope(
      JSON.stringify({ ...envelope, SequenceNumber: '1', UnsubscribeURL: 5 }),
    );
    expect(result).toEqual({ ok: true, envelope });
  });

  it('keeps the message attributes unread', () => {
    const MessageAttributes = { version: { Type: 'String', Value: '2.0' } };
    expect(parseEnvelope(JSON.stringify({ ...envelope, MessageAttributes }))).toEqual({
      ok: true,
      envelope: { ...envelope, MessageAttributes },
    });
  });

  it('takes the last of repeated keys, as it is then hashed', () => {
    const body = JSON.stringify(envelope).replace('{', '{"Message":"first",');
    expect(parseEnvelope(body)).toEqual({ ok: true, envelope });
  });

  it.each(['', 'x', '{', '{"Type":}'])('refuses %j, which is no JSON', (body) => {
    expect(parseEnvelope(body)).toMatchObject({ ok: false, code: 'SNS_NOT_JSON' });
  });

  it.each(['null', '[]', '5', '"Type"', '[{"Type":"Notification"}]'])('refuses %s', (body) => {
    expect(parseEnvelope(body)).toEqual({
      ok: false,
      code: 'SNS_INVALID_ENVELOPE',
      problems: [{ path: '', expected: 'a JSON object' }],
    });
  });

  it('tells an unknown type from none', () => {
    expect(parseEnvelope(JSON.stringify({ ...envelope, Type: 'notification' }))).toMatchObject({
      code: 'SNS_UNKNOWN_TYPE',
      problems: [{ path: 'Type' }],
    });
    for (const Type of [undefined, null, 5, ['Notification'], { Type: 'Notification' }]) {
      expect(parseEnvelope(JSON.stringify({ ...envelope, Type }))).toMatchObject({
        code: 'SNS_INVALID_ENVELOPE',
        problems: [{ path: 'Type' }],
      });
    }
  });

  it.each(Object.keys(confirmation).filter((name) => name !== 'Type'))(
    'refuses a confirmation whose %s is missing or not a string',
    (name) => {
      for (const wrong of [undefined, null, 1, true, {}, [], [Reflect.get(confirmation, name)]]) {
        expect(problemsOf({ ...confirmation, [name]: wrong })).toEqual([
          { path: name, expected: 'a string' },
        ]);
      }
    },
  );

  it.each([null, 1, {}, ['DRS']])('refuses the subject %j', (Subject) => {
    expect(problemsOf({ ...envelope, Subject })).toEqual([
      { path: 'Subject', expected: 'a string' },
    ]);
  });

  it.each(Object.keys(confirmation).filter((name) => name !== 'Type' && name !== 'Message'))(
    'refuses line breaks in %s, which would fold fields',
    (name) => {
      for (const folded of ['x\ny', 'x\ry', '\n', 'x\n', 'x\u0000', 'x\u0085']) {
        expect(problemsOf({ ...confirmation, [name]: folded })).toContainEqual({
          path: name,
          expected: 'one line of text, not empty, without control characters',
        });
      }
    },
  );

  it('refuses line breaks in the subject', () => {
    expect(problemsOf({ ...envelope, Subject: 'a\nTimestamp\nb' })).toHaveLength(1);
  });

  it('refuses lone surrogates, which would be hashed as U+FFFD', () => {
    expect(problemsOf({ ...envelope, Message: 'a\ud800' })).toHaveLength(1);
    expect(problemsOf({ ...envelope, Subject: 'a\udc00' })).toHaveLength(1);
    expect(problemsOf({ ...envelope, Message: 'a\u{1F4E6}' })).toBe('accepted');
  });

  it.each([
    'yesterday',
    '2018-10-03',
    '2018-10-03T17:11:55.119',
    '2018-10-03T17:11:55.119+02:00',
    '2018-13-03T17:11:55.119Z',
    '2018-02-30T17:11:55.119Z',
    '2018-10-03T25:11:55.119Z',
    '1538586715',
  ])('refuses the timestamp %s', (Timestamp) => {
    expect(problemsOf({ ...envelope, Timestamp })).toHaveLength(1);
  });

  it.each(['', '****', 'c2 ln', 'c2ln=x', 'c2ln==='])('refuses the signature %j', (Signature) => {
    expect(problemsOf({ ...envelope, Signature })).toContainEqual(
      expect.objectContaining({ path: 'Signature' }),
    );
  });

  it('is not harmed by keys of prototypes or by depth', () => {
    expect(
      parseEnvelope(JSON.stringify(envelope).replace('{', '{"__proto__":{"Subject":"x"},')),
    ).toEqual({
      ok: true,
      envelope,
    });
    expect(parseEnvelope(`{"__proto__":${JSON.stringify(envelope)}}`).ok).toBe(false);
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    expect(parseEnvelope(`{"x":${deep}}`).ok).toBe(false);
  });

  it('never throws, and never repeats a value', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        parseEnvelope(JSON.stringify(value) ?? '');
      }),
    );
    const result = parseEnvelope(
      JSON.stringify({ ...envelope, MessageId: 'secret\n', Timestamp: 'secret' }),
    );
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).not.toContain('secret');
  });
});
