import { createCertificateStore } from './certificate-store';
import { createMessageVerifier, type MessageVerifier } from './message-verifier';
import { signEnvelope } from './sign-envelope';
import type { SigningKeyPair } from './signing-certificate';
import type { UnsignedEnvelope } from './string-to-sign';
import {
  certificateFile,
  certificateOf,
  fakeFetch,
  folderWith,
  notification,
  now,
  topicArn,
} from './test-support/signed-by';

const minute = 60_000;
let pair: SigningKeyPair;
let pinnedDirectory: string;

beforeAll(async () => {
  pair = await certificateOf('sns.amazonaws.com');
  pinnedDirectory = await folderWith({ [certificateFile]: pair.certificatePem });
});

function verifierOf(maxAgeMs: number | null = 75 * minute, time = now): MessageVerifier {
  return createMessageVerifier({
    topicArns: [topicArn],
    certificates: createCertificateStore({ pinnedDirectory, now: () => time }),
    maxAgeMs,
    now: () => time,
  });
}

const untrusted = (code: string) => ({ ok: false, reason: 'untrusted', code });

describe('a message verifier', () => {
  it.each(['1', '2'])(
    'accepts what was signed with SignatureVersion %s',
    async (SignatureVersion) => {
      const envelope = signEnvelope({ ...notification, SignatureVersion }, pair.privateKeyPem);
      expect(await verifierOf().verify(envelope)).toEqual({ ok: true });
    },
  );

  it.each(['SubscriptionConfirmation', 'UnsubscribeConfirmation'] as const)(
    'accepts a %s',
    async (Type) => {
      const unsigned = { ...notification, Type, Token: 't', SubscribeURL: 'https://u' };
      const envelope = signEnvelope(unsigned, pair.privateKeyPem);
      expect(await verifierOf().verify(envelope)).toEqual({ ok: true });
      for (const changed of [
        { ...envelope, Token: 'other' },
        { ...envelope, SubscribeURL: 'https://evil.example' },
      ]) {
        expect(await verifierOf().verify(changed)).toEqual(untrusted('SNS_BAD_SIGNATURE'));
      }
    },
  );

  it('refuses a type that was changed after signing', async () => {
    const fields = { ...notification, Token: 't', SubscribeURL: 'https://u' };
    const signed = signEnvelope({ ...fields, Type: 'UnsubscribeConfirmation' }, pair.privateKeyPem);
    expect(
      await verifierOf().verify({
        ...fields,
        Type: 'SubscriptionConfirmation',
        Signature: signed.Signature,
      }),
    ).toEqual(untrusted('SNS_BAD_SIGNATURE'));
  });

  it('refuses a digest other than the signed one', async () => {
    const envelope = signEnvelope({ ...notification, SignatureVersion: '1' }, pair.privateKeyPem);
    expect(await verifierOf().verify({ ...envelope, SignatureVersion: '2' })).toEqual(
      untrusted('SNS_BAD_SIGNATURE'),
    );
  });

  it.each(['0', '3', '01', '1 ', '2.0', 'RSA-MD5', '__proto__'])(
    'refuses SignatureVersion %j',
    async (SignatureVersion) => {
      const envelope = signEnvelope(notification, pair.privateKeyPem);
      expect(await verifierOf().verify({ ...envelope, SignatureVersion })).toEqual(
        untrusted('SNS_SIGNATURE_VERSION'),
      );
    },
  );

  it('refuses another key, an empty signature and a short one', async () => {
    const other = await certificateOf('sns.amazonaws.com');
    const envelope = signEnvelope(notification, other.privateKeyPem);
    for (const Signature of [envelope.Signature, '', 'AA==', 'A'.repeat(342) + '==']) {
      expect(await verifierOf().verify({ ...envelope, Signature })).toEqual(
        untrusted('SNS_BAD_SIGNATURE'),
      );
    }
  });

  it.each([
    'arn:aws:sns:eu-central-1:123456789012:drs2',
    'arn:aws:sns:eu-central-1:123456789012:DRS',
    'arn:aws:sns:eu-central-1:999999999999:drs',
    'arn:aws:sns:us-east-1:123456789012:drs',
    `${topicArn} `,
    'constructor',
  ])('refuses the topic %s, though signed', async (TopicArn) => {
    const envelope = signEnvelope({ ...notification, TopicArn }, pair.privateKeyPem);
    expect(await verifierOf().verify(envelope)).toEqual(untrusted('SNS_TOPIC_NOT_ALLOWED'));
  });

  it('asks for no certificate of a foreign topic, version or URL', async () => {
    const network = fakeFetch(() => new Response(pair.certificatePem));
    const verifier = createMessageVerifier({
      topicArns: [topicArn],
      certificates: createCertificateStore({ fetch: network.fetch }),
      maxAgeMs: null,
    });
    const foreign: UnsignedEnvelope[] = [
      { ...notification, TopicArn: 'arn:aws:sns:eu-central-1:999999999999:drs' },
      { ...notification, SignatureVersion: '1', SigningCertURL: 'https://evil.example/x.pem' },
    ];
    for (const unsigned of foreign) {
      const result = await verifier.verify(signEnvelope(unsigned, pair.privateKeyPem));
      expect(result).toMatchObject({ ok: false, reason: 'untrusted' });
    }
    const signed = signEnvelope(notification, pair.privateKeyPem);
    await verifier.verify({ ...signed, SignatureVersion: '3' });
    expect(network.urls).toEqual([]);
  });

  it('refuses the URL of another region', async () => {
    const SigningCertURL = notification.SigningCertURL.replace('eu-central-1', 'us-east-1');
    const envelope = signEnvelope({ ...notification, SigningCertURL }, pair.privateKeyPem);
    expect(await verifierOf().verify(envelope)).toEqual(untrusted('SNS_CERTIFICATE_URL'));
  });

  it('says when the certificate is not to be had', async () => {
    const network = fakeFetch(() => new Response('', { status: 404 }));
    const verifier = createMessageVerifier({
      topicArns: [topicArn],
      certificates: createCertificateStore({ fetch: network.fetch }),
      maxAgeMs: null,
    });
    expect(await verifier.verify(signEnvelope(notification, pair.privateKeyPem))).toEqual({
      ok: false,
      reason: 'certificate-unavailable',
      code: 'SNS_CERTIFICATE_UNAVAILABLE',
    });
  });

  describe('with an age', () => {
    const verifyAfter = (ms: number, maxAgeMs: number | null) =>
      verifierOf(maxAgeMs, now + ms).verify(signEnvelope(notification, pair.privateKeyPem));

    it('accepts up to that age, and a clock that is a little behind', async () => {
      for (const ms of [0, 75 * minute, -5 * minute]) {
        expect(await verifyAfter(ms, 75 * minute)).toEqual({ ok: true });
      }
    });

    it('refuses an older message, and one from the future', async () => {
      expect(await verifyAfter(75 * minute + 1, 75 * minute)).toEqual({
        ok: false,
        reason: 'too-old',
        code: 'SNS_TOO_OLD',
      });
      expect(await verifyAfter(-5 * minute - 1, 75 * minute)).toEqual({
        ok: false,
        reason: 'too-old',
        code: 'SNS_TIMESTAMP_IN_FUTURE',
      });
    });

    it('says so of genuine messages only', async () => {
      const envelope = signEnvelope(notification, pair.privateKeyPem);
      const forged = { ...envelope, Message: 'other' };
      expect(await verifierOf(minute, now + 5 * minute).verify(forged)).toEqual(
        untrusted('SNS_BAD_SIGNATURE'),
      );
    });

    it.each([null, 0])('accepts any age when it is %s', async (maxAgeMs) => {
      for (const ms of [90 * 24 * 60 * minute, -24 * 60 * minute]) {
        expect(await verifyAfter(ms, maxAgeMs)).toEqual({ ok: true });
      }
    });
  });

  it('can not be made for something that is no topic', () => {
    const certificates = createCertificateStore();
    expect(() =>
      createMessageVerifier({ topicArns: ['drs'], certificates, maxAgeMs: null }),
    ).toThrow(RangeError);
  });
});

describe('signEnvelope', () => {
  it('refuses a SignatureVersion that SNS does not have', () => {
    expect(() =>
      signEnvelope({ ...notification, SignatureVersion: '3' }, pair.privateKeyPem),
    ).toThrow('SignatureVersion');
  });
});
