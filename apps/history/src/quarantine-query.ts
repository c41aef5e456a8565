import { z } from 'zod';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { listQuarantine } from '@refill/order-history/quarantine-list';
import { QUARANTINE_STATES } from '@refill/order-history/quarantine-states';
import { decodeQuarantineCursor, encodeQuarantineCursor } from './page-cursor';
import { quarantineListedJson, quarantineListedSchema } from './quarantine-json';
import { idText, instantText, listOf, oneOrMoreOf, utcOf } from './request-text';

const MAX_MESSAGES = 200;

const state = z.enum(QUARANTINE_STATES);

/** Which messages are wanted. Strict: a filter that is misspelt must not give all messages. */
export const quarantineQuery = z.strictObject({
  state: z
    .union([z.array(state), state], { error: oneOrMoreOf(QUARANTINE_STATES) })
    .optional()
    .describe('May be repeated: any of these'),
  reasonCode: idText.optional(),
  transport: z.enum(['https', 'sqs']).optional(),
  receivedFrom: instantText.optional().describe('First received at this time or later'),
  receivedTo: instantText.optional().describe('First received before this time'),
  limit: z.coerce.number().int().min(1).max(MAX_MESSAGES).default(50),
  cursor: z.string().min(1).optional().describe('The nextCursor of the page before'),
});

/** A page of quarantined messages as the API gives it. */
export const quarantinePageSchema = z
  .object({
    items: z.array(quarantineListedSchema),
    nextCursor: z.string().nullable().describe('null on the last page'),
  })
  .describe('A page of messages');

/**
 * Reads the page of quarantined messages that a query asks for.
 * @throws ProblemError 400 `HISTORY_CURSOR_INVALID`
 */
export async function readQuarantinePage(
  db: OrderHistoryDatabase,
  query: z.output<typeof quarantineQuery>,
): Promise<z.output<typeof quarantinePageSchema>> {
  const page = await listQuarantine(db, {
    filter: {
      states: listOf(query.state),
      reasonCode: query.reasonCode,
      transport: query.transport,
      receivedFrom: utcOf(query.receivedFrom),
      receivedTo: utcOf(query.receivedTo),
    },
    limit: query.limit,
    after: query.cursor === undefined ? null : decodeQuarantineCursor(query.cursor),
  });
  return {
    items: page.items.map(quarantineListedJson),
    nextCursor: page.next === null ? null : encodeQuarantineCursor(page.next),
  };
}
