import type {
  NotificationEnvelope,
  SnsEnvelope,
  SubscriptionConfirmationEnvelope,
  UnsubscribeConfirmationEnvelope,
} from './sns-envelope';

/** An envelope that has not been signed yet. */
export type UnsignedEnvelope =
  | Omit<NotificationEnvelope, 'Signature'>
  | Omit<SubscriptionConfirmationEnvelope, 'Signature'>
  | Omit<UnsubscribeConfirmationEnvelope, 'Signature'>;

/**
 * The text that SNS signs: name and value of the signed fields, a line each, in the order of the names.
 *
 * No two envelopes that `parseEnvelope` accepts share one text: only `Message` may hold line breaks, so the
 * text can be read back from its end. Source: "Verifying the signatures of Amazon SNS messages" in the SNS
 * developer guide.
 */
export function stringToSign(envelope: SnsEnvelope | UnsignedEnvelope): string {
  return signedFields(envelope)
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('');
}

function signedFields(
  envelope: SnsEnvelope | UnsignedEnvelope,
): readonly (readonly [string, string])[] {
  switch (envelope.Type) {
    case 'Notification':
      return [
        ['Message', envelope.Message],
        ['MessageId', envelope.MessageId],
        ...(envelope.Subject === undefined ? [] : [['Subject', envelope.Subject] as const]),
        ['Timestamp', envelope.Timestamp],
        ['TopicArn', envelope.TopicArn],
        ['Type', envelope.Type],
      ];
    case 'SubscriptionConfirmation':
    case 'UnsubscribeConfirmation':
      return [
        ['Message', envelope.Message],
        ['MessageId', envelope.MessageId],
        ['SubscribeURL', envelope.SubscribeURL],
        ['Timestamp', envelope.Timestamp],
        ['Token', envelope.Token],
        ['TopicArn', envelope.TopicArn],
        ['Type', envelope.Type],
      ];
  }
}
