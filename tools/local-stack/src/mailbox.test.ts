import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { freePort } from './free-port';
import { startMailbox, type Mailbox } from './mailbox';
import { sendMail } from './test-support/send-mail';
import { temporaryFolder } from './test-support/temporary-folder';

describe('the mailbox', () => {
  let folder: string;
  let smtpPort: number;
  let webPort: number;
  let mailbox: Mailbox;

  const at = (place: string): string => `http://127.0.0.1:${String(webPort)}${place}`;
  const json = async (place: string): Promise<unknown> => (await fetch(at(place))).json();

  async function send(to: string, subject: string): Promise<void> {
    await sendMail(smtpPort, {
      to,
      headers: [`Subject: ${subject}`, `Message-ID: <${encodeURIComponent(subject)}@example.com>`],
      text: 'Grüße',
      html: '<p>Grüße</p><script>alert(1)</script>',
    });
  }

  async function start(): Promise<Mailbox> {
    return startMailbox({ folder, smtpPort, webPort });
  }

  beforeEach(async () => {
    folder = path.join(temporaryFolder(), 'mail');
    smtpPort = await freePort();
    webPort = await freePort();
    mailbox = await start();
  });

  afterEach(async () => {
    await mailbox.stop();
  });

  it('shows a mail as list, page, HTML, text, JSON and source', async () => {
    await send('anna@example.com', '<b>Geliefert</b>');
    const list = await json('/api/messages');
    expect(list).toEqual({
      total: 1,
      items: [
        {
          id: expect.stringMatching(/^\d{4}-/),
          receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          from: 'refill@example.com',
          to: ['anna@example.com'],
          subject: '<b>Geliefert</b>',
          messageId: '<%3Cb%3EGeliefert%3C%2Fb%3E@example.com>',
        },
      ],
    });
    const id = fs.readdirSync(folder)[0]?.replace('.eml', '') ?? '';
    expect(await json(`/api/messages/${id}`)).toMatchObject({
      text: 'Grüße',
      html: '<p>Grüße</p><script>alert(1)</script>',
    });
    expect(await (await fetch(at(`/api/messages/${id}/raw`))).text()).toContain('Message-ID:');

    const index = await (await fetch(at('/'))).text();
    expect(index).toContain('&#60;b&#62;Geliefert');
    expect(index).not.toContain('<b>Geliefert');
    const page = await (await fetch(at(`/messages/${id}`))).text();
    expect(page).toContain('<iframe sandbox=""');
    expect(page).toContain('<pre>Grüße</pre>');
    const html = await fetch(at(`/messages/${id}/html`));
    expect(html.headers.get('content-security-policy')).toContain("sandbox; default-src 'none'");
    expect(await html.text()).toContain('<p>Grüße</p>');
  });

  it('lists the newest first, by address and up to a limit', async () => {
    await send('anna@example.com', 'one');
    await send('ben@example.com', 'two');
    await send('anna@example.com', 'three');
    const subjects = (list: unknown): string[] =>
      JSON.stringify(list).match(/one|two|three/g) ?? [];
    const first = subjects(await json('/api/messages'));
    expect([first[0], first.at(-1)]).toEqual(['three', 'one']);
    expect(await json('/api/messages?limit=1')).toMatchObject({
      total: 3,
      items: [{ subject: 'three' }],
    });
    expect(await json('/api/messages?to=ben@example.com')).toMatchObject({
      items: [{ subject: 'two' }],
    });
    expect((await fetch(at('/api/messages?limit=0'))).status).toBe(400);
  });

  it('keeps its mails through a restart, until it is emptied', async () => {
    await send('anna@example.com', 'kept');
    await mailbox.stop();
    mailbox = await start();
    expect(await json('/api/messages')).toMatchObject({ total: 1, items: [{ subject: 'kept' }] });
    expect((await fetch(at('/api/messages'), { method: 'DELETE' })).status).toBe(204);
    expect(await json('/api/messages')).toEqual({ total: 0, items: [] });
  });

  it('shows no other file', async () => {
    fs.writeFileSync(path.join(folder, '../secret.eml'), 'secret');
    for (const place of ['/api/messages/..%2fsecret', '/messages/nothing', '/messages/x/html']) {
      expect((await fetch(at(place))).status).toBe(404);
    }
  });

  it('stops while a client is connected', async () => {
    const socket = net.connect(smtpPort, '127.0.0.1');
    await new Promise((resolve) => socket.once('data', resolve));
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const began = Date.now();
    await mailbox.stop();
    await closed;
    expect(Date.now() - began).toBeLessThan(4_000);
    mailbox = await start();
  }, 20_000);

  it('says when its port is taken', async () => {
    await expect(startMailbox({ folder, smtpPort: await freePort(), webPort })).rejects.toThrow(
      'EADDRINUSE',
    );
  });
});
