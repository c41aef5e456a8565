import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { EmailRefusedError, EmailUnavailableError } from './email-errors';
import type { OutgoingEmail } from './outgoing-email';
import { createSmtpSender, type SmtpSender, type SmtpSenderOptions } from './smtp-sender';

const ADDRESS = 'customer@example.com';
const MAIL: OutgoingEmail = {
  subject: 'Größe',
  text: 'Text',
  html: '<p>HTML</p>',
  language: 'de',
  to: { address: ADDRESS, name: 'Test Customer\r\nBcc: all@example.com' },
  messageId: '<0123456789abcdef0123456789abcdef01234567@example.org>',
};

/** An error as SMTP has it: a reply code and words that may name the customer. */
function reply(responseCode: number): Error {
  return Object.assign(new Error(`${ADDRESS} is not wanted here`), { responseCode });
}

describe('createSmtpSender', () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const listen = (options: SMTPServerOptions = {}): Promise<{ url: string; mails: string[] }> => {
    const mails: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          mails.push(Buffer.concat(chunks).toString('utf8'));
          callback();
        });
      },
      ...options,
    });
    server.on('error', () => undefined);
    closers.push(() => new Promise((resolve) => server.close(() => resolve())));
    return new Promise((resolve) => {
      const listening = server.listen(0, '127.0.0.1', () => {
        const address = listening.address();
        if (address === null || typeof address === 'string') throw new Error('not listening');
        resolve({ url: `smtp://127.0.0.1:${String(address.port)}`, mails });
      });
    });
  };
  const senderTo = (smtpUrl: string | null, more: Partial<SmtpSenderOptions> = {}): SmtpSender => {
    const sender = createSmtpSender({
      smtpUrl,
      from: 'Printers <printers@example.org>',
      timeoutMs: 2_000,
      ...more,
    });
    closers.push(() => sender.close());
    return sender;
  };
  /** The error of a mail that could not be sent; it must name nobody. */
  const failureOf = async (sender: SmtpSender, mail: OutgoingEmail = MAIL): Promise<unknown> => {
    const error = await sender.send(mail).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    const said = `${String(error)} ${JSON.stringify(error)} ${(error as Error).stack ?? ''}`;
    expect(said).not.toContain(ADDRESS);
    expect(said).not.toContain('not wanted');
    expect((error as Error).cause).toBeUndefined();
    return error;
  };

  it('hands a mail over with all that a mail needs', async () => {
    const { url, mails } = await listen();
    await senderTo(url).send(MAIL);
    const mail = await simpleParser(mails[0] ?? '');
    expect(mail.subject).toBe('Größe');
    expect(mail.text?.trim()).toBe('Text');
    expect(mail.html).toBe('<p>HTML</p>');
    expect(mail.messageId).toBe(MAIL.messageId);
    expect(mail.from?.text).toContain('printers@example.org');
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mails[0]).not.toMatch(/^Bcc:/im);
    expect([mail.to].flat().map((to) => to?.value.map((one) => one.address))).toEqual([[ADDRESS]]);
  });

  it('tells a recipient that is refused for good', async () => {
    const { url } = await listen({ onRcptTo: (_to, _session, done) => done(reply(550)) });
    const error = await failureOf(senderTo(url));
    expect(error).toBeInstanceOf(EmailRefusedError);
    expect(error).toMatchObject({ smtpCode: 550, outcomeCode: 'EMAIL_REFUSED_550' });
  });

  it('tells a mail that is refused for good', async () => {
    const { url } = await listen({
      onData: (stream, _session, done) => {
        stream.resume().on('end', () => done(reply(554)));
      },
    });
    expect(await failureOf(senderTo(url))).toMatchObject({ code: 'EMAIL_REFUSED', smtpCode: 554 });
  });

  it('refuses what cannot be an address without asking anybody', async () => {
    const error = await failureOf(senderTo('smtp://127.0.0.1:9'), {
      ...MAIL,
      to: { address: 'nobody', name: null },
    });
    expect(error).toMatchObject({ outcomeCode: 'EMAIL_REFUSED_ADDRESS' });
  });

  it.each([
    ['asks for patience', { onRcptTo: (_to, _session, done) => done(reply(451)) }, 'server'],
    ['refuses the sender', { onMailFrom: (_from, _session, done) => done(reply(550)) }, 'sender'],
  ] satisfies [string, SMTPServerOptions, string][])(
    'has to try again when the server %s',
    async (_what, options, reason) => {
      const { url } = await listen(options);
      const error = await failureOf(senderTo(url));
      expect(error).toBeInstanceOf(EmailUnavailableError);
      expect(error).toMatchObject({ code: 'EMAIL_UNAVAILABLE', reason });
    },
  );

  it('has to try again when the server does not know us', async () => {
    const { url } = await listen({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(reply(535)),
    });
    const error = await failureOf(senderTo(url.replace('smtp://', 'smtp://user:secret@')));
    expect(error).toMatchObject({ code: 'EMAIL_UNAVAILABLE', reason: 'authentication' });
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  it('has to try again when the server is down', async () => {
    const { url } = await listen();
    await closers.pop()?.();
    expect(await failureOf(senderTo(url))).toMatchObject({ reason: 'connection' });
  });

  it('gives up on a server that says nothing', async () => {
    const silent = createServer();
    closers.push(() => new Promise((resolve) => silent.close(() => resolve())));
    const url = await new Promise<string>((resolve) => {
      silent.listen(0, '127.0.0.1', () => {
        const address = silent.address();
        if (address === null || typeof address === 'string') throw new Error('not listening');
        resolve(`smtp://127.0.0.1:${String(address.port)}`);
      });
    });
    const error = await failureOf(senderTo(url, { timeoutMs: 300 }));
    expect(error).toMatchObject({ code: 'EMAIL_UNAVAILABLE', reason: 'timeout' });
  });

  it('also writes each mail that went out into the folder, and none that did not', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'refill-mails-'));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    const { url } = await listen();
    await senderTo(url, { sinkDirectory: folder }).send(MAIL);
    const files = await readdir(folder);
    expect(files).toHaveLength(1);
    expect(files[0]).toMatch(/\.eml$/);
    const mail = await simpleParser(await readFile(path.join(folder, files[0] ?? '')));
    expect(mail.messageId).toBe(MAIL.messageId);

    const refusing = await listen({ onRcptTo: (_to, _session, done) => done(reply(550)) });
    const other = { ...MAIL, messageId: MAIL.messageId.replace('0', 'f') };
    await failureOf(senderTo(refusing.url, { sinkDirectory: folder }), other);
    expect(await readdir(folder)).toEqual(files);
  });

  it('needs a server or a folder', () => {
    expect(() => senderTo(null)).toThrow('SMTP_URL');
  });
});
