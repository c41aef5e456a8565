import { readBoundedJson } from './bounded-json';
import { versionAttribute } from './version-attribute';

/** What the body of an SQS message is. */
export type SqsBody =
  | { readonly kind: 'envelope'; readonly body: string }
  | {
      readonly kind: 'raw';
      readonly message: string;
      /** The unsigned attribute `version`, for the record; `null` if there is none. */
      readonly version: string | null;
    };

const envelopeFields = ['Type', 'TopicArn', 'Signature', 'SignatureVersion', 'SigningCertURL'];

/**
 * Tells an SNS envelope from a message that came by raw message delivery.
 *
 * Whatever has one of the envelope's own fields is an envelope, complete or not: leaving the signature out
 * must not turn a message into one that needs none. (DRS uses none of these names.) So is JSON of more
 * values than `parseEnvelope` takes, which it refuses.
 * @param sqsMessage.attributes the message attributes as SQS gives them; `version` is among them
 */
export function readSqsBody(sqsMessage: {
  readonly body: string;
  readonly attributes?: unknown;
}): SqsBody {
  const { body, attributes } = sqsMessage;
  return isEnvelope(body)
    ? { kind: 'envelope', body }
    : { kind: 'raw', message: body, version: versionAttribute(attributes) };
}

function isEnvelope(body: string): boolean {
  const read = readBoundedJson(body);
  // What is too large to be looked into could have a field of an envelope.
  if (!read.ok) return read.reason === 'too-many-values';
  const { value } = read;
  return (
    typeof value === 'object' &&
    value !== null &&
    envelopeFields.some((name) => Object.hasOwn(value, name))
  );
}
