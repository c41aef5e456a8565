import { z } from 'zod';

/** A line of the mail server's ledger. */
export const mailLedgerEntrySchema = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('taken'),
    messageId: z.string(),
    recipients: z.array(z.string()),
    subject: z.string(),
    at: z.iso.datetime(),
  }),
  z.object({ event: z.literal('answered'), messageId: z.string(), at: z.iso.datetime() }),
]);

/** A line of the mail server's ledger: a mail that it took for good, or that it then said so. */
export type MailLedgerEntry = z.output<typeof mailLedgerEntrySchema>;
