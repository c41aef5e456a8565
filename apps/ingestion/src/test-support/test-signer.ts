import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signEnvelope } from '@refill/sns/sign-envelope';
import { createSigningCertificate } from '@refill/sns/signing-certificate';
import type { SnsEnvelope } from '@refill/sns/sns-envelope';

/** A topic of a made-up account. */
export const TEST_TOPIC = 'arn:aws:sns:eu-central-1:123456789012:drs';

const FILE = 'SimpleNotificationService-0123456789abcdef0123456789abcdef.pem';
const HOST = 'https://sns.eu-central-1.amazonaws.com';

/** What a test may want different in an envelope before it is signed. */
export interface EnvelopeParts {
  readonly TopicArn?: string;
  readonly Timestamp?: string;
  readonly SigningCertURL?: string;
  readonly MessageAttributes?: unknown;
}

/** Plays SNS: signs with a key of its own, whose certificate lies in a folder. */
export interface TestSigner {
  /** For `SNS_CERTIFICATE_DIR`. */
  readonly certificateDirectory: string;
  /** The certificate itself, as SNS would serve it. */
  readonly certificatePem: string;
  /** A signed envelope around a message; an object is written as JSON. */
  notification(message: object | string, parts?: EnvelopeParts): SnsEnvelope;
  /** A signed SubscriptionConfirmation or UnsubscribeConfirmation. */
  confirmation(
    type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation',
    parts?: EnvelopeParts,
  ): SnsEnvelope;
  remove(): Promise<void>;
}

const DAY_MS = 86_400_000;

/**
 * Makes a signer with a new key.
 * @param notAfter until when its certificate is valid; it is from 2019 on
 */
export async function createTestSigner(
  notAfter = new Date(Date.now() + DAY_MS),
): Promise<TestSigner> {
  const { certificatePem, privateKeyPem } = await createSigningCertificate({
    commonName: 'sns.amazonaws.com',
    notBefore: new Date('2019-01-01T00:00:00Z'),
    notAfter,
  });
  const certificateDirectory = await mkdtemp(join(tmpdir(), 'refill-ingestion-'));
  await writeFile(join(certificateDirectory, FILE), certificatePem);
  const base = (parts: EnvelopeParts) => ({
    MessageId: randomUUID(),
    TopicArn: TEST_TOPIC,
    Timestamp: new Date().toISOString(),
    SignatureVersion: '2',
    SigningCertURL: `${HOST}/${FILE}`,
    ...parts,
  });
  return {
    certificateDirectory,
    certificatePem,
    notification: (message, parts = {}) =>
      signEnvelope(
        {
          ...base(parts),
          Type: 'Notification',
          Message: typeof message === 'string' ? message : JSON.stringify(message),
        },
        privateKeyPem,
      ),
    confirmation: (type, parts = {}) =>
      signEnvelope(
        {
          ...base(parts),
          Type: type,
          Message: 'You have chosen …',
          Token: 'test-token',
          SubscribeURL: 'http://127.0.0.1:1/never-fetched',
        },
        privateKeyPem,
      ),
    remove: async () => {
      await rm(certificateDirectory, { recursive: true, force: true });
    },
  };
}
