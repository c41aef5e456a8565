import { appendFileSync, closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { readConfig } from '@refill/service/config';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { z } from 'zod';
import type { MailLedgerEntry } from './mail-ledger-entry';

const config = readConfig(
  z.object({ SMTP_PORT: z.coerce.number().int(), MAIL_LEDGER: z.string().min(1) }),
  process.env,
);

/**
 * Mails count as taken once they are on the disk. What is answered is written down afterwards, so that a mail
 * without an answer shows: this server died in between.
 */
function takeForGood(entry: MailLedgerEntry): void {
  const file = openSync(config.MAIL_LEDGER, 'a');
  writeSync(file, `${JSON.stringify(entry)}\n`);
  fsyncSync(file);
  closeSync(file);
}

let dieBeforeNextAnswer = false;
process.on('SIGUSR2', () => {
  dieBeforeNextAnswer = true;
});

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  onData: (stream, session, callback) => {
    simpleParser(stream).then(
      (mail) => {
        const messageId = mail.messageId ?? '';
        takeForGood({
          event: 'taken',
          messageId,
          recipients: session.envelope.rcptTo.map(({ address }) => address),
          subject: mail.subject ?? '',
          at: new Date().toISOString(),
        });
        if (dieBeforeNextAnswer) process.kill(process.pid, 'SIGKILL');
        callback();
        const answered: MailLedgerEntry = {
          event: 'answered',
          messageId,
          at: new Date().toISOString(),
        };
        appendFileSync(config.MAIL_LEDGER, `${JSON.stringify(answered)}\n`);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  },
});
// A worker that is killed breaks its connection: nothing is wrong with the server then.
server.on('error', () => undefined);
server.listen(config.SMTP_PORT, '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
