import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

/** A real SMTP server that keeps what it takes, as slowly as it is told to. */
export class MailPeer {
  readonly mails: string[] = [];
  /** How long it takes from the end of a mail to its answer, in ms. */
  answerAfterMs = 0;
  /** Told when a mail has come in whole, before the answer. */
  onMail: () => void = () => undefined;
  /** A recipient that does not exist: answered by 550. */
  refused: string | null = null;
  private readonly server: SMTPServer;
  private port = 0;

  private constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 50,
      onRcptTo: ({ address }, _session, callback) => {
        if (address !== this.refused) callback();
        else callback(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
      },
      onData: (stream, _session, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          this.onMail();
          setTimeout(() => {
            this.mails.push(Buffer.concat(chunks).toString('utf8'));
            callback();
          }, this.answerAfterMs);
        });
      },
    });
    this.server.on('error', () => undefined);
  }

  static async start(): Promise<MailPeer> {
    const peer = new MailPeer();
    const listening = peer.server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const address = listening.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    peer.port = address.port;
    return peer;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Settles when the next mail has come in whole. */
  async nextMail(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.onMail = resolve;
    });
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(resolve);
    });
  }
}
