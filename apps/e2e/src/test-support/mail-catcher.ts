import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail server that keeps what it is given. */
export class MailCatcher {
  readonly mails: ParsedMail[] = [];
  /** The reply code to every recipient; 250 takes the mail. */
  recipientReply = 250;

  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, callback) => {
      if (this.recipientReply === 250) {
        callback();
        return;
      }
      callback(Object.assign(new Error('refused'), { responseCode: this.recipientReply }));
    },
    onData: (stream, _session, callback) => {
      simpleParser(stream).then(
        (mail) => {
          this.mails.push(mail);
          callback();
        },
        (error: unknown) => {
          callback(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
  });

  private constructor() {}

  static async start(): Promise<MailCatcher> {
    const catcher = new MailCatcher();
    // A worker that is killed breaks its connection: nothing is wrong with the server then.
    catcher.server.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      catcher.server.listen(0, '127.0.0.1', resolve);
    });
    return catcher;
  }

  /** The `SMTP_URL` of this server. */
  get url(): string {
    const address: AddressInfo | string | null = this.server.server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return `smtp://127.0.0.1:${String(address.port)}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(resolve);
    });
  }
}
