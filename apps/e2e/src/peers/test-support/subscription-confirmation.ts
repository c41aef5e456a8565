import { randomBytes, randomUUID } from 'node:crypto';
import { signEnvelope } from '@refill/sns/sign-envelope';
import { createSigningCertificate } from '@refill/sns/signing-certificate';

const HOUR_MS = 3_600_000;

/** A confirmation that SNS asks for, and the certificate that it is signed with. */
export interface SubscriptionConfirmation {
  readonly body: string;
  readonly signingCertUrl: string;
  readonly certificatePem: string;
}

/** What no emulator sends: SNS's question whether an endpoint wants a topic's messages. */
export async function subscriptionConfirmation(about: {
  readonly topicArn: string;
  readonly region: string;
  readonly token: string;
  readonly subscribeUrl: string;
}): Promise<SubscriptionConfirmation> {
  const { certificatePem, privateKeyPem } = await createSigningCertificate({
    commonName: 'sns.amazonaws.com',
    notBefore: new Date(Date.now() - HOUR_MS),
    notAfter: new Date(Date.now() + HOUR_MS),
  });
  const file = `SimpleNotificationService-${randomBytes(16).toString('hex')}.pem`;
  const signingCertUrl = `https://sns.${about.region}.amazonaws.com/${file}`;
  const envelope = signEnvelope(
    {
      Type: 'SubscriptionConfirmation',
      MessageId: randomUUID(),
      TopicArn: about.topicArn,
      Token: about.token,
      SubscribeURL: about.subscribeUrl,
      Message: `You have chosen to subscribe to the topic ${about.topicArn}.`,
      Timestamp: new Date().toISOString(),
      SignatureVersion: '2',
      SigningCertURL: signingCertUrl,
    },
    privateKeyPem,
  );
  return { body: JSON.stringify(envelope), signingCertUrl, certificatePem };
}
