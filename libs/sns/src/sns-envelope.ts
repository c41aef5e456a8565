import { z } from 'zod';
import { maxValues, readBoundedJson } from './bounded-json';
import type { SnsEnvelopeErrorCode } from './sns-error-code';

/**
 * What SNS delivers over HTTPS, and over SQS without raw delivery; discriminated by `Type`.
 *
 * Source: "Parsing Amazon SNS message formats" in the SNS developer guide. Field names are AWS's.
 * Every field except `MessageAttributes` and `UnsubscribeURL` is covered by the signature or is a part of it.
 */
export type SnsEnvelope =
  NotificationEnvelope | SubscriptionConfirmationEnvelope | UnsubscribeConfirmationEnvelope;

interface EnvelopeBase {
  readonly MessageId: string;
  readonly TopicArn: string;
  /** May hold line breaks, unlike every other field. */
  readonly Message: string;
  /** When the message was published: ISO 8601, UTC (`2018-10-03T17:11:55.119Z`). */
  readonly Timestamp: string;
  /** `1` (RSA-SHA1) or `2` (RSA-SHA256); the verifier rejects any other. */
  readonly SignatureVersion: string;
  /** Base64. */
  readonly Signature: string;
  readonly SigningCertURL: string;
}

/** A message that was published to the topic. */
export interface NotificationEnvelope extends EnvelopeBase {
  readonly Type: 'Notification';
  readonly Subject?: string | undefined;
  /** NOT signed by SNS: never to be trusted. As it came, unread. */
  readonly MessageAttributes?: unknown;
}

/** SNS asks an endpoint to confirm that it wants the topic's messages. */
export interface SubscriptionConfirmationEnvelope extends EnvelopeBase {
  readonly Type: 'SubscriptionConfirmation';
  readonly Token: string;
  /** Never fetched: we build the URL of `ConfirmSubscription` ourselves. */
  readonly SubscribeURL: string;
}

/** SNS tells an endpoint that its subscription ended. */
export interface UnsubscribeConfirmationEnvelope extends EnvelopeBase {
  readonly Type: 'UnsubscribeConfirmation';
  readonly Token: string;
  /** Would subscribe again; never fetched. */
  readonly SubscribeURL: string;
}

/** A field of an envelope that is not as SNS writes it; never holds the value. */
export interface EnvelopeProblem {
  /** The field's name; empty for the envelope as a whole. */
  readonly path: string;
  /** What was expected there. */
  readonly expected: string;
}

/** What `parseEnvelope` makes of a body. */
export type EnvelopeResult =
  | { readonly ok: true; readonly envelope: SnsEnvelope }
  | {
      readonly ok: false;
      readonly code: SnsEnvelopeErrorCode;
      readonly problems: readonly EnvelopeProblem[];
    };

// A line break in one of these could move text from one signed field into another (see string-to-sign.ts),
// and a lone surrogate is hashed as U+FFFD: two different strings would have the same signature.
const line = z
  .string({ error: 'a string' })
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: 'one line of text without control characters' });
const filledLine = z.string({ error: 'a string' }).regex(/^[^\p{Cc}\p{Cs}]+$/u, {
  error: 'one line of text, not empty, without control characters',
});
const text = z
  .string({ error: 'a string' })
  .regex(/^\P{Cs}*$/u, { error: 'well-formed Unicode text' });

const timestamp = filledLine.refine(isTimestamp, {
  error: 'an ISO 8601 time in UTC such as 2018-10-03T17:11:55.119Z',
});

function isTimestamp(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(value)) return false;
  const time = new Date(value);
  // Date accepts the 30th of February and moves it into March.
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value.slice(0, 19));
}

const base = {
  MessageId: filledLine,
  TopicArn: filledLine,
  Message: text,
  Timestamp: timestamp,
  SignatureVersion: filledLine,
  Signature: filledLine.regex(/^[A-Za-z0-9+/]+={0,2}$/, { error: 'base64' }),
  SigningCertURL: filledLine,
};

const confirmation = { ...base, Token: filledLine, SubscribeURL: filledLine };

// An unknown field is dropped: AWS adds some (SequenceNumber of FIFO topics), and none is signed.
const envelopeSchema = z.discriminatedUnion('Type', [
  z.object({
    Type: z.literal('Notification'),
    ...base,
    Subject: line.optional(),
    MessageAttributes: z.unknown().optional(),
  }),
  z.object({ Type: z.literal('SubscriptionConfirmation'), ...confirmation }),
  z.object({ Type: z.literal('UnsubscribeConfirmation'), ...confirmation }),
]);

const typeExpected = 'Notification, SubscriptionConfirmation or UnsubscribeConfirmation';

/**
 * Reads an SNS envelope strictly; does not verify it. Where a key is repeated the last one wins, and the
 * envelope returned is the only thing that is hashed and used afterwards. Never throws, and takes a few ms
 * for whatever 2 MiB.
 * @param body the text of the HTTP request or of the SQS message
 */
export function parseEnvelope(body: string): EnvelopeResult {
  const read = readBoundedJson(body);
  if (!read.ok) {
    return read.reason === 'not-json'
      ? refuse('SNS_NOT_JSON', [{ path: '', expected: 'JSON text' }])
      : refuse('SNS_INVALID_ENVELOPE', [{ path: '', expected: `at most ${maxValues} values` }]);
  }
  const json = read.value;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return refuse('SNS_INVALID_ENVELOPE', [{ path: '', expected: 'a JSON object' }]);
  }
  const result = envelopeSchema.safeParse(json);
  if (result.success) return { ok: true, envelope: result.data };
  if (result.error.issues.some((issue) => issue.path[0] === 'Type')) {
    const isText = 'Type' in json && typeof json.Type === 'string';
    return refuse(isText ? 'SNS_UNKNOWN_TYPE' : 'SNS_INVALID_ENVELOPE', [
      { path: 'Type', expected: typeExpected },
    ]);
  }
  return refuse(
    'SNS_INVALID_ENVELOPE',
    result.error.issues.map((issue) => ({ path: issue.path.join('.'), expected: issue.message })),
  );
}

function refuse(code: SnsEnvelopeErrorCode, problems: readonly EnvelopeProblem[]): EnvelopeResult {
  return { ok: false, code, problems };
}
