import type { DrsMessageType, NotificationInfo, PublishedMessage } from './drs-message';
import type { NotificationVersion, ScenarioContext } from './scenario';
import { notificationTime } from './time-text';

/**
 * Amazon's `notificationInfo`, with a new id.
 * @param sentAt `notificationTime`, ms since the epoch
 */
export function infoOf(
  context: Pick<ScenarioContext, 'newId'>,
  notificationType: DrsMessageType,
  sentAt: number,
): NotificationInfo {
  return {
    notificationType,
    lwaClientId: 'amzn1.application-oa2-client.refillsimulator',
    notificationTime: notificationTime(sentAt),
    notificationId: `amzn1.dash.notification.v1.${context.newId()}`,
    version: '2015-06-05',
  };
}

/** Amazon's `deviceInfo`. */
export function deviceOf({ subject }: Pick<ScenarioContext, 'subject'>) {
  return {
    deviceIdentifier: { serialNumber: subject.serialNumber },
    productIdentifier: { modelId: subject.modelId },
  };
}

/** Amazon's `customerInfo`. */
export function customerOf({ subject }: Pick<ScenarioContext, 'subject'>) {
  return { directedCustomerId: subject.customerId };
}

/** The message attributes of a version: 1.0 has none. */
export function attributesOf(version: NotificationVersion): PublishedMessage['messageAttributes'] {
  return version === '2.0' ? { version: { Type: 'String', Value: '2.0' } } : null;
}
