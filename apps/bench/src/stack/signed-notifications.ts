import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { signEnvelope } from '@refill/sns/sign-envelope';
import { createSigningCertificate } from '@refill/sns/signing-certificate';

/** The topic of the bench. */
export const TOPIC_ARN = 'arn:aws:sns:us-east-1:123456789012:bench';

const DAY_MS = 86_400_000;

/** Signs notifications as SNS does, with a key that ingestion is told to trust. */
export interface Signer {
  /** For `SNS_CERTIFICATE_DIR`. */
  readonly certificateDirectory: string;
  /** The body that SNS posts. */
  body(type: 'OrderPlacedNotification' | 'ItemShippedNotification', order: BenchOrder): string;
}

/** An order of the bench: its customer's address is known to one mail sink alone. */
export interface BenchOrder {
  readonly orderId: string;
  readonly customerId: string;
  /** The products that a notification names; one by default. */
  readonly asins?: readonly string[];
  /** When what it tells happened; now by default. */
  readonly notificationTime?: Date;
}

/** Makes a key, its certificate and what signs with it. @param folder gets the certificate */
export async function createSigner(folder: string): Promise<Signer> {
  const { certificatePem, privateKeyPem } = await createSigningCertificate({
    commonName: 'sns.amazonaws.com',
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + DAY_MS),
  });
  const hex = createHash('md5').update(certificatePem).digest('hex');
  const name = `SimpleNotificationService-${hex}.pem`;
  const certificateDirectory = path.join(folder, 'certificates');
  mkdirSync(certificateDirectory, { recursive: true });
  writeFileSync(path.join(certificateDirectory, name), certificatePem);
  return {
    certificateDirectory,
    body: (type, order) =>
      JSON.stringify(
        signEnvelope(
          {
            Type: 'Notification',
            MessageId: randomUUID(),
            TopicArn: TOPIC_ARN,
            Message: messageOf(type, order),
            Timestamp: new Date().toISOString(),
            SignatureVersion: '2',
            SigningCertURL: `https://sns.us-east-1.amazonaws.com/${name}`,
          },
          privateKeyPem,
        ),
      ),
  };
}

function messageOf(
  type: string,
  { orderId, customerId, asins = ['B0BENCH001'], notificationTime = new Date() }: BenchOrder,
): string {
  return JSON.stringify({
    notificationInfo: {
      notificationType: type,
      notificationTime: notificationTime.toISOString(),
      notificationId: `amzn1.dash.notification.v1.${randomUUID()}`,
      version: '2015-06-05',
    },
    deviceInfo: {
      deviceIdentifier: { serialNumber: `serial-${orderId}` },
      productIdentifier: { modelId: 'bench' },
    },
    customerInfo: { directedCustomerId: customerId },
    orderInfo: {
      instanceId: orderId,
      slotId: 'slot1',
      productInfo: asins.map((asin) => ({ asin, quantity: 1, unit: 'count' })),
    },
  });
}
