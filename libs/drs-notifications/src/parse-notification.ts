import type { z } from 'zod';
import { maxProblems } from './bounded-entries';
import { findNotification } from './delivery-protocol';
import { deviceDeregisteredNotification } from './device-deregistered';
import { deviceRegisteredNotification } from './device-registered';
import { itemShippedNotification } from './item-shipped';
import { isJsonObject, ownField, type JsonObject } from './json-object';
import type { DrsNotification } from './notification';
import { orderCancelledNotification } from './order-cancelled';
import { orderPlacedNotification } from './order-placed';
import { subscriptionChangedNotification } from './subscription-changed';

/**
 * Why a message is no notification that we can use: no JSON, a type that we don't know (Amazon may add
 * some), or a known type with a field that is missing or wrong.
 */
export type NotificationErrorCode = 'DRS_NOT_JSON' | 'DRS_UNKNOWN_TYPE' | 'DRS_INVALID';

/** A field that is not as expected; never holds the value, which may be a customer's data. */
export interface NotificationProblem {
  /** Such as `orderInfo.productInfo[0].quantity`; empty for the message as a whole. */
  readonly path: string;
  /** What was expected there. */
  readonly expected: string;
}

/** What `parseNotification` makes of a message. */
export type NotificationResult =
  | { readonly ok: true; readonly notification: DrsNotification }
  | {
      readonly ok: false;
      readonly code: NotificationErrorCode;
      readonly problems: readonly NotificationProblem[];
    };

const schemas: Record<DrsNotification['type'], z.ZodType<DrsNotification>> = {
  OrderPlacedNotification: orderPlacedNotification,
  OrderCancelledNotification: orderCancelledNotification,
  ItemShippedNotification: itemShippedNotification,
  DeviceRegisteredNotification: deviceRegisteredNotification,
  DeviceDeregisteredNotification: deviceDeregisteredNotification,
  SubscriptionChangedNotification: subscriptionChangedNotification,
};

/**
 * SNS publishes at most 256 KiB, so that a character more can't be genuine. It also bounds the time that the
 * worst of messages takes.
 */
export const maxMessageLength = 256 * 1024;

/**
 * Reads a DRS notification of any type and version, with every irregularity that Amazon is known for.
 * Unknown fields are ignored at every level. Never throws.
 * @param message the text that was published: `Message` of an SNS envelope, or a raw SQS body
 */
export function parseNotification(message: string): NotificationResult {
  if (message.length > maxMessageLength) {
    const expected = `at most ${maxMessageLength} characters`;
    return refuse('DRS_INVALID', [{ path: '', expected }]);
  }
  let json: unknown;
  try {
    json = JSON.parse(message);
  } catch {
    return refuse('DRS_NOT_JSON', [{ path: '', expected: 'JSON text' }]);
  }
  if (!isJsonObject(json)) return refuse('DRS_INVALID', [{ path: '', expected: 'an object' }]);

  const { notification } = findNotification(json);
  const info = ownField(notification, 'notificationInfo');
  if (!isJsonObject(info)) {
    return refuse('DRS_INVALID', [{ path: 'notificationInfo', expected: 'an object' }]);
  }
  const type = ownField(info, 'notificationType');
  if (!isKnownType(type)) {
    const expected = `one of ${Object.keys(schemas).join(', ')}`;
    return refuse(typeof type === 'string' ? 'DRS_UNKNOWN_TYPE' : 'DRS_INVALID', [
      { path: 'notificationInfo.notificationType', expected },
    ]);
  }

  const orderInfo = findOrderInfo(notification);
  const result = schemas[type].safeParse({ ...notification, orderInfo: orderInfo.value });
  if (result.success) return { ok: true, notification: result.data };
  return refuse(
    'DRS_INVALID',
    result.error.issues.map(({ path, message: expected }) => ({
      path: pathText(path[0] === 'orderInfo' ? [...orderInfo.path, ...path.slice(1)] : path),
      expected,
    })),
  );
}

function isKnownType(type: unknown): type is DrsNotification['type'] {
  return typeof type === 'string' && Object.hasOwn(schemas, type);
}

/** The page's Item Shipped 2.0 has `orderInfo` inside `customerInfo`. */
function findOrderInfo(notification: JsonObject): { value: unknown; path: readonly string[] } {
  const value = ownField(notification, 'orderInfo') ?? undefined;
  const customerInfo = ownField(notification, 'customerInfo');
  const nested = isJsonObject(customerInfo) ? ownField(customerInfo, 'orderInfo') : undefined;
  return value === undefined && isJsonObject(nested)
    ? { value: nested, path: ['customerInfo', 'orderInfo'] }
    : { value, path: ['orderInfo'] };
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

function refuse(
  code: NotificationErrorCode,
  problems: readonly NotificationProblem[],
): NotificationResult {
  return { ok: false, code, problems: problems.slice(0, maxProblems) };
}
