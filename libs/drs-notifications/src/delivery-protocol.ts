import { isJsonObject, ownField, type JsonObject } from './json-object';

/** A publisher may give each delivery protocol its own text; these come first, in this order. */
const preferred = ['default', 'https', 'http', 'sqs'];

/** SNS has about twenty delivery protocols; what has more keys is something else. */
const maxProtocols = 50;

/** A notification, and where in the message it was found. */
export interface FoundNotification {
  readonly notification: JsonObject;
  /** The key of the delivery protocol, `null` if the message isn't wrapped. */
  readonly protocol: string | null;
}

/**
 * Finds the notification in a message that may be wrapped by delivery protocol (`{default: …, email: …}`);
 * the values may be objects or JSON text. The first of `default`, `https`, `http`, `sqs` and whatever else
 * there is that holds a notification is taken. A message that holds none is returned as it is.
 */
export function findNotification(message: JsonObject): FoundNotification {
  if (isNotification(message)) return { notification: message, protocol: null };
  for (const protocol of new Set([...preferred, ...Object.keys(message).slice(0, maxProtocols)])) {
    const value = unquote(ownField(message, protocol));
    if (isJsonObject(value) && isNotification(value)) return { notification: value, protocol };
  }
  return { notification: message, protocol: null };
}

function isNotification(value: JsonObject): boolean {
  return Object.hasOwn(value, 'notificationInfo');
}

function unquote(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  // A failing JSON.parse costs far more than this look.
  if (!value.trimStart().startsWith('{')) return null;
  try {
    const json: unknown = JSON.parse(value);
    return json;
  } catch {
    return null;
  }
}
