import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { signEnvelope } from '@refill/sns/sign-envelope';
import { createSigningCertificate } from '@refill/sns/signing-certificate';

/** The topic that the test's Amazon publishes to. */
export const TOPIC_ARN = 'arn:aws:sns:us-east-1:123456789012:drs';

const DAY_MS = 86_400_000;

/** What a test can say about a notification; the rest is made up. */
export interface NotificationOptions {
  readonly orderId: string;
  /** `notificationTime`; now by default. */
  readonly time?: Date;
  readonly products?: readonly object[];
  readonly serialNumber?: string;
  readonly modelId?: string;
  readonly customerId?: string;
  readonly slotId?: string;
  /** The same id makes the same notification. */
  readonly notificationId?: string;
}

/** The DRS notifications about an order and its device. */
export type NotificationType =
  | 'OrderPlacedNotification'
  | 'OrderCancelledNotification'
  | 'ItemShippedNotification'
  | 'DeviceDeregisteredNotification';

/** A slot as SubscriptionChanged says it: a boolean in 1.0, `{subscribed, productInfoList}` in 2.0. */
export type SlotJson = boolean | { subscribed: boolean; productInfoList: readonly object[] };

/** What a test can say about a device; the rest is made up. */
export interface DeviceNotificationOptions {
  readonly serialNumber: string;
  readonly modelId?: string;
  readonly customerId?: string;
  /** `notificationTime`; now by default. */
  readonly time?: Date;
  /** The same id makes the same notification. */
  readonly notificationId?: string;
  /** The slots of a SubscriptionChanged. */
  readonly slots?: Readonly<Record<string, SlotJson>>;
}

/** The DRS notifications about a device. */
export type DeviceNotificationType =
  | 'DeviceRegisteredNotification'
  | 'DeviceDeregisteredNotification'
  | 'SubscriptionChangedNotification';

/** Amazon as SNS shows it: notifications in signed envelopes. */
export class Amazon {
  private constructor(
    /** A `SNS_CERTIFICATE_DIR` that holds this Amazon's certificate. */
    readonly certificateDirectory: string,
    private readonly signingCertUrl: string,
    private readonly privateKeyPem: string,
  ) {}

  static async create(): Promise<Amazon> {
    const { certificatePem, privateKeyPem } = await createSigningCertificate({
      commonName: 'sns.amazonaws.com',
      notBefore: new Date(Date.now() - DAY_MS),
      notAfter: new Date(Date.now() + DAY_MS),
    });
    const hex = createHash('md5').update(certificatePem).digest('hex');
    const file = `SimpleNotificationService-${hex}.pem`;
    const directory = await mkdtemp(path.join(tmpdir(), 'refill-e2e-certificates-'));
    await writeFile(path.join(directory, file), certificatePem);
    return new Amazon(directory, `https://sns.us-east-1.amazonaws.com/${file}`, privateKeyPem);
  }

  /** Removes its certificate. */
  async stop(): Promise<void> {
    await rm(this.certificateDirectory, { recursive: true, force: true });
  }

  /** The body that SNS posts for a notification. */
  notification(type: NotificationType, options: NotificationOptions): string {
    const about =
      type === 'DeviceDeregisteredNotification' ? {} : { orderInfo: orderInfo(options) };
    return this.envelope(
      JSON.stringify({
        notificationInfo: {
          notificationType: type,
          notificationTime: (options.time ?? new Date()).toISOString(),
          notificationId: options.notificationId ?? `amzn1.dash.notification.v1.${randomUUID()}`,
          version: '2015-06-05',
        },
        deviceInfo: {
          deviceIdentifier: { serialNumber: options.serialNumber ?? 'serial' },
          productIdentifier: { modelId: options.modelId ?? 'model' },
        },
        customerInfo: { directedCustomerId: options.customerId ?? 'amzn1.account.E2E' },
        ...about,
      }),
    );
  }

  /** The body that SNS posts for a notification about a device. */
  deviceNotification(type: DeviceNotificationType, options: DeviceNotificationOptions): string {
    return this.envelope(
      JSON.stringify({
        notificationInfo: {
          notificationType: type,
          notificationTime: (options.time ?? new Date()).toISOString(),
          notificationId: options.notificationId ?? `amzn1.dash.notification.v1.${randomUUID()}`,
          version: '2015-06-05',
        },
        deviceInfo: {
          deviceIdentifier: { serialNumber: options.serialNumber },
          productIdentifier: { modelId: options.modelId ?? 'model' },
        },
        customerInfo: { directedCustomerId: options.customerId ?? 'amzn1.account.E2E' },
        ...(options.slots === undefined
          ? {}
          : { subscriptionInfo: { slotsSubscriptionStatus: options.slots } }),
      }),
    );
  }

  /** Any text in a signed envelope. */
  envelope(message: string): string {
    return JSON.stringify(
      signEnvelope(
        {
          Type: 'Notification',
          MessageId: randomUUID(),
          TopicArn: TOPIC_ARN,
          Message: message,
          Timestamp: new Date().toISOString(),
          SignatureVersion: '2',
          SigningCertURL: this.signingCertUrl,
        },
        this.privateKeyPem,
      ),
    );
  }
}

function orderInfo({ orderId, slotId, products }: NotificationOptions): object {
  return {
    instanceId: orderId,
    slotId: slotId ?? 'slot',
    productInfo: products ?? [{ asin: 'B000000001', quantity: 1, unit: 'count' }],
  };
}
