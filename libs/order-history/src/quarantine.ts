import type { OrderHistoryDatabase } from './database';

/** A genuine message that cannot be used as it is. */
export interface QuarantinedMessage {
  /** The id that SNS or SQS gave it. */
  readonly messageId: string;
  readonly transport: 'https' | 'sqs';
  /** Why it cannot be used: a stable code (`DRS_UNKNOWN_TYPE`). */
  readonly reasonCode: string;
  /** For a person, which part is wrong and what was expected; no values of the message. */
  readonly detail: string;
  /** The raw text. */
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
}

/** Keeps a message that cannot be used, whatever is in it; a redelivery is `known`. */
export async function quarantineMessage(
  db: OrderHistoryDatabase,
  message: QuarantinedMessage,
): Promise<'quarantined' | 'known'> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('quarantine')
    .values({
      message_id: message.messageId,
      transport: message.transport,
      reason_code: message.reasonCode,
      // The names of fields are the sender's; PostgreSQL's text takes no NUL.
      detail: message.detail.replaceAll('\0', '\uFFFD'),
      body: Buffer.from(message.body, 'utf8'),
      headers: JSON.stringify(message.headers),
      received_at: message.receivedAt,
    })
    .onConflict((conflict) => conflict.column('message_id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? 'quarantined' : 'known';
}
