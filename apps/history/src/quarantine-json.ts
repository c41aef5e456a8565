import { z } from 'zod';
import type {
  QuarantineAction,
  QuarantinedRow,
  QuarantineListed,
} from '@refill/order-history/quarantine-list';
import {
  QUARANTINE_ACTIONS,
  QUARANTINE_STATES,
  REPLAY_OUTCOMES,
} from '@refill/order-history/quarantine-states';

const instant = z.iso.datetime();

/** The fields of a quarantined message in a list. */
const listed = {
  id: z.string(),
  messageId: z.string().describe('The id that SNS or SQS gave it'),
  transport: z.enum(['https', 'sqs']),
  reasonCode: z.string().describe('Stable; see docs/errors.md'),
  detail: z
    .string()
    .describe('Which part is wrong and what was expected; no values of the message'),
  untrusted: z.boolean().describe('Nobody vouches for it: its signature is bad'),
  state: z.enum(QUARANTINE_STATES),
  attempts: z.int().positive().describe('How often it came'),
  receivedAt: instant.describe('When it first came'),
  lastReceivedAt: instant,
  bodyBytes: z.int().nonnegative(),
};

/** A quarantined message without what it says, as the API gives it. */
export const quarantineListedSchema = z
  .object(listed)
  .meta({ id: 'QuarantineListed', description: 'A quarantined message without what it says' });

const quarantineActionSchema = z
  .object({
    action: z.enum(QUARANTINE_ACTIONS),
    at: instant,
    actor: z.string().nullable().describe('Who, by their own word'),
    token: z
      .string()
      .nullable()
      .describe('First 8 hex digits of the SHA-256 of the token they used; null: ingestion did it'),
    replayId: z.string().nullable(),
    outcome: z.enum(REPLAY_OUTCOMES).nullable(),
    code: z.string().nullable().describe('Why it ended so'),
    note: z.string().nullable(),
  })
  .meta({ id: 'QuarantineAction' });

/** A quarantined message as the API gives it. */
export const quarantinedSchema = z
  .object({
    ...listed,
    body: z.string().describe('The raw text'),
    headers: z.record(z.string(), z.unknown()),
    actions: z.array(quarantineActionSchema).describe('What was done with it, oldest first'),
  })
  .meta({ id: 'Quarantined', description: 'A quarantined message; it may hold personal data' });

/** A quarantined message without what it says, as the API gives it. */
export function quarantineListedJson(
  row: QuarantineListed,
): z.output<typeof quarantineListedSchema> {
  return { ...row };
}

/** A quarantined message as the API gives it. */
export function quarantinedJson(row: QuarantinedRow): z.output<typeof quarantinedSchema> {
  return {
    ...row,
    headers: { ...row.headers },
    actions: row.actions.map((action: QuarantineAction) => ({ ...action })),
  };
}
