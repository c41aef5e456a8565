import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import { EmailUnavailableError } from './email-errors';
import { emailMessageId } from './message-id';
import type { OutgoingEmail } from './outgoing-email';
import { createSmtpSender, type SmtpSender, type SmtpSenderOptions } from './smtp-sender';
import {
  addressOfNobody,
  reply,
  startSilentServer,
  startSmtpServer,
  type TestPeer,
} from './test-support/smtp-peer';

const FROM = 'Aqua Home <orders@aqua.example>';
const mail: OutgoingEmail = {
  to: { address: 'customer@example.com', name: 'A Customer' },
  messageId: emailMessageId('amzn1.dash.v2.o.1', 'order-placed', FROM),
  subject: 'Your refill is on order',
  text: 'It is on order.\n',
  html: '<p>It is on order.</p>',
  language: 'en',
};

const toClose: { close(): Promise<void> }[] = [];
function closed<T extends TestPeer | SmtpSender>(resource: T): T {
  toClose.unshift(resource);
  return resource;
}
function senderTo(smtpUrl: string | null, options: Partial<SmtpSenderOptions> = {}): SmtpSender {
  return closed(createSmtpSender({ smtpUrl, from: FROM, timeoutMs: 5_000, ...options }));
}
async function failureOf(sending: Promise<void>): Promise<unknown> {
  return await sending.then(
    () => 'sent',
    (error: unknown) => error,
  );
}

afterEach(async () => {
  for (const resource of toClose.splice(0)) await resource.close();
});

describe('a mail that the server takes', () => {
  it('goes over a connection that stays open for the next one', async () => {
    const server = closed(await startSmtpServer());
    const sender = senderTo(server.url, { maxConnections: 1 });
    for (let count = 0; count < 3; count += 1) await sender.send(mail);

    expect(server.taken).toHaveLength(3);
    expect(server.connections()).toBe(1);
  });

  it('is waited for when the sender closes', async () => {
    const server = closed(await startSmtpServer());
    const sender = senderTo(server.url);
    const sending = sender.send(mail);
    await sender.close();

    await sending;
    expect(server.taken).toHaveLength(1);
  });
});

describe('a mail that is refused for good', () => {
  it.each([
    'not an address',
    'customer@example.com\r\nBcc: other@example.com',
    'a@example.com,b@example.com',
    '<a@example.com>',
    '@example.com',
    `${'a'.repeat(250)}@example.com`,
    '',
  ])('never reaches the server when its address is %j', async (address) => {
    const server = closed(await startSmtpServer());
    const failure = await failureOf(
      senderTo(server.url).send({ ...mail, to: { address, name: null } }),
    );

    expect(failure).toMatchObject({ smtpCode: null, outcomeCode: 'EMAIL_REFUSED_ADDRESS' });
    expect(server.connections()).toBe(0);
  });
});

describe('a mail that cannot be handed over now', () => {
  it.each([
    ['503 at RCPT', { onRcptTo: (_a, _s, done) => done(reply(503)) }, 'server', 503],
    ['530 at RCPT', { onRcptTo: (_a, _s, done) => done(reply(530)) }, 'authentication', 530],
    [
      '451 at DATA',
      { onData: (stream, _s, done) => void stream.resume().on('end', () => done(reply(451))) },
      'server',
      451,
    ],
  ] satisfies [string, Parameters<typeof startSmtpServer>[0], string, number][])(
    'is to be tried again after %s',
    async (_name, options, reason, smtpCode) => {
      const server = closed(await startSmtpServer(options));
      const failure = await failureOf(senderTo(server.url).send(mail));

      expect(failure).toBeInstanceOf(EmailUnavailableError);
      expect(failure).toMatchObject({ code: 'EMAIL_UNAVAILABLE', reason, smtpCode });
    },
  );

  it.each([
    ['says nothing at all', ''],
    ['greets and then says nothing', '220 mail.example ESMTP\r\n'],
  ])('is given up in time when the server %s', async (_name, greeting) => {
    const server = closed(await startSilentServer(greeting));
    const started = Date.now();
    const failure = await failureOf(senderTo(server.url, { timeoutMs: 300 }).send(mail));

    expect(failure).toMatchObject({ code: 'EMAIL_UNAVAILABLE', reason: 'timeout' });
    expect(Date.now() - started).toBeLessThan(2_000);
  });

  it('is given up in time when the server never confirms the message', async () => {
    const server = closed(await startSmtpServer({ onData: (stream) => void stream.resume() }));
    const failure = await failureOf(senderTo(server.url, { timeoutMs: 300 }).send(mail));
    expect(failure).toMatchObject({ reason: 'timeout' });
  });

  it('is given up when the caller does', async () => {
    const server = closed(await startSilentServer());
    const caller = new AbortController();
    const sending = failureOf(senderTo(server.url).send(mail, caller.signal));
    caller.abort();
    expect(await sending).toMatchObject({ code: 'EMAIL_UNAVAILABLE', reason: 'aborted' });
  });
});

describe('verify', () => {
  it('succeeds when the server is there, and fails when it is not', async () => {
    const server = closed(await startSmtpServer());
    await senderTo(server.url).verify();
    await expect(senderTo(await addressOfNobody()).verify()).rejects.toMatchObject({
      code: 'EMAIL_UNAVAILABLE',
      reason: 'connection',
    });
  });
});

describe('the folder for mails', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'refill-mails-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const fileName = `${mail.messageId.slice(1, -1)}.eml`;

  it('gets each mail that goes out, as it goes out', async () => {
    const server = closed(await startSmtpServer());
    const sinkDirectory = path.join(folder, 'made', 'when-needed');
    await senderTo(server.url, { sinkDirectory }).send(mail);

    expect(await readdir(sinkDirectory)).toEqual([fileName]);
    const written = await readFile(path.join(sinkDirectory, fileName), 'utf8');
    // SMTP ends a message with a line break, whether it had one or not.
    expect(server.taken[0]?.raw.toString('utf8').trimEnd()).toBe(written.trimEnd());
    expect(written).toContain(mail.messageId);
    expect(written.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('gets the mails when there is no server, the same mail once', async () => {
    const sender = senderTo(null, { sinkDirectory: folder });
    await sender.verify();
    await sender.send(mail);
    await sender.send(mail);

    expect(await readdir(folder)).toEqual([fileName]);
    const parsed = await simpleParser(await readFile(path.join(folder, fileName)));
    expect(parsed.subject).toBe(mail.subject);
  });

  it('is looked at before anything is sent', async () => {
    const server = closed(await startSmtpServer());
    const file = path.join(folder, 'a-file');
    await writeFile(file, '');
    const sender = senderTo(server.url, { sinkDirectory: path.join(file, 'below') });

    expect(await failureOf(sender.send(mail))).toMatchObject({ reason: 'sink' });
    expect(await failureOf(sender.verify())).toMatchObject({ reason: 'sink' });
    expect(server.taken).toEqual([]);
  });

  it('does not fail a mail that the server has taken', async () => {
    const server = closed(await startSmtpServer());
    // Where the mail should go there is a folder that is not empty: it can be written, not shown.
    const blocked = path.join(folder, 'sink', fileName, 'full');
    await mkdir(blocked, { recursive: true });
    let told = 0;
    const sender = senderTo(server.url, {
      sinkDirectory: path.join(folder, 'sink'),
      onSinkFailure: () => (told += 1),
    });
    await sender.send(mail);

    expect(server.taken).toHaveLength(1);
    expect(told).toBe(1);
    expect(await readdir(path.join(folder, 'sink'))).toEqual([fileName]);
  });
});
