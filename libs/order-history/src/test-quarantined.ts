import type { QuarantinedMessage } from './quarantine';

/** A message to quarantine, for tests only. */
export function testQuarantined(
  messageId: string,
  changes: Partial<QuarantinedMessage> = {},
): QuarantinedMessage {
  return {
    messageId,
    transport: 'https',
    reasonCode: 'DRS_UNKNOWN_TYPE',
    detail: 'notificationType: a known type',
    body: `{"MessageId":"${messageId}"}`,
    headers: { 'x-amz-sns-message-id': messageId },
    receivedAt: '2026-01-05T10:00:00.000Z',
    untrusted: false,
    ...changes,
  };
}
