import Fastify, { type FastifyInstance } from 'fastify';
import { SMTPServer } from 'smtp-server';
import { z } from 'zod';
import { openMailStore, type MailStore } from './mail-store';
import { mailListPage, mailPage } from './mailbox-page';

/** A mailbox that catches every mail and shows it. */
export interface Mailbox {
  readonly stop: () => Promise<void>;
}

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  to: z.string().optional(),
});

const idParams = z.object({ id: z.string() });

/** Nothing a mail holds may run, load or reach the page around it. */
const mailPolicy = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'";
const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'";

const largestMail = 10 * 1_048_576;

function smtpServer(store: MailStore): SMTPServer {
  return new SMTPServer({
    banner: 'Refill mailbox',
    // Any user and password is taken, also without TLS: nothing here is worth protecting from this machine.
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: (auth, _session, callback) => {
      callback(null, { user: auth.username ?? 'anybody' });
    },
    disabledCommands: ['STARTTLS'],
    size: largestMail,
    // Clients that keep their connection open hold up the stop no longer than this, in ms.
    closeTimeout: 500,
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          callback(Object.assign(new Error('too large'), { responseCode: 552 }));
          return;
        }
        // Taken means on the disk: only then comes 250.
        store.save(Buffer.concat(chunks)).then(
          (id) => {
            callback(null, `taken as ${id}`);
          },
          () => {
            callback(Object.assign(new Error('cannot store the mail'), { responseCode: 451 }));
          },
        );
      });
    },
  });
}

function webServer(store: MailStore): FastifyInstance {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('content-security-policy', pagePolicy);
    void reply.header('x-content-type-options', 'nosniff');
    await Promise.resolve();
  });
  app.get('/', async (_request, reply) => {
    void reply.type('text/html; charset=utf-8');
    return mailListPage(await store.list({ limit: 100 }), await store.count());
  });
  app.get('/messages/:id', async (request, reply) => {
    const mail = await store.read(idParams.parse(request.params).id);
    if (mail === undefined) return reply.status(404).send({ error: 'no such mail' });
    return reply.type('text/html; charset=utf-8').send(mailPage(mail));
  });
  app.get('/messages/:id/html', async (request, reply) => {
    const mail = await store.read(idParams.parse(request.params).id);
    if (mail?.html == null) return reply.status(404).send({ error: 'no such mail' });
    return reply
      .header('content-security-policy', mailPolicy)
      .type('text/html; charset=utf-8')
      .send(mail.html);
  });
  app.get('/api/messages', async (request, reply) => {
    const query = listQuery.safeParse(request.query);
    if (!query.success) return reply.status(400).send({ error: 'limit is 1 to 1000' });
    const { limit, to } = query.data;
    return {
      total: await store.count(),
      items: await store.list({ limit, ...(to === undefined ? {} : { to }) }),
    };
  });
  app.get('/api/messages/:id', async (request, reply) => {
    const mail = await store.read(idParams.parse(request.params).id);
    return mail ?? reply.status(404).send({ error: 'no such mail' });
  });
  app.get('/api/messages/:id/raw', async (request, reply) => {
    const raw = await store.raw(idParams.parse(request.params).id);
    if (raw === undefined) return reply.status(404).send({ error: 'no such mail' });
    return reply.type('text/plain; charset=utf-8').send(raw);
  });
  app.delete('/api/messages', async (_request, reply) => {
    await store.clear();
    return reply.status(204).send();
  });
  return app;
}

/**
 * Starts the mailbox on 127.0.0.1: an SMTP server that keeps every mail in a folder, and pages and JSON to see them.
 *
 * `GET /api/messages?limit=&to=` → `{total, items}`, newest first; `GET /api/messages/{id}`, `…/{id}/raw`;
 * `DELETE /api/messages` empties it.
 * @throws the system's error when a port is taken
 */
export async function startMailbox(options: {
  readonly folder: string;
  readonly smtpPort: number;
  readonly webPort: number;
}): Promise<Mailbox> {
  const store = await openMailStore(options.folder);
  const smtp = smtpServer(store);
  await new Promise<void>((resolve, reject) => {
    smtp.once('error', reject);
    smtp.listen(options.smtpPort, '127.0.0.1', () => {
      smtp.off('error', reject);
      // Clients that hang up in the middle.
      smtp.on('error', () => undefined);
      resolve();
    });
  });
  const stopSmtp = (): Promise<void> =>
    new Promise((resolve) => {
      smtp.close(() => {
        resolve();
      });
    });
  const web = webServer(store);
  try {
    await web.listen({ host: '127.0.0.1', port: options.webPort });
  } catch (error) {
    await stopSmtp();
    throw error;
  }
  return {
    stop: async () => {
      await Promise.all([stopSmtp(), web.close()]);
    },
  };
}
