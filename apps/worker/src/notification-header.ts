import { defaultPayloadConverter, type Headers } from '@temporalio/common';

/** The header by which a workflow tells its activities which notification they work for. */
const NOTIFICATION_HEADER = 'refill-notification-id';

/** The headers of an activity, with the notification that its workflow took last. */
export function withNotificationId(headers: Headers, notificationId: string): Headers {
  return { ...headers, [NOTIFICATION_HEADER]: defaultPayloadConverter.toPayload(notificationId) };
}

/** The notification that an activity's workflow took last; `null` when it took none, or came from before 0.3. */
export function notificationIdOf(headers: Headers): string | null {
  const payload = headers[NOTIFICATION_HEADER];
  const value: unknown =
    payload === undefined ? null : defaultPayloadConverter.fromPayload(payload);
  return typeof value === 'string' ? value : null;
}
