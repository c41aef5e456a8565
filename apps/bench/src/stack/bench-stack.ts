import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { freePort } from '@refill/local-stack/free-port';
import { type PostgresServer, startPostgres } from '@refill/local-stack/postgres-server';
import { findTemporal } from '@refill/local-stack/temporal-executable';
import { Client as PgClient } from 'pg';
import { MINIMAL_SCHEMA } from '../minimal/activities';
import { type ChildProgram, startChild } from './child-program';
import { MailSink } from './mail-sink';
import { type RunningService, type ServiceName, startService } from './refill-services';
import { createSigner, type Signer, TOPIC_ARN } from './signed-notifications';
import { type DevServer, pidIn, type Storage, startDevServer } from './temporal-dev-server';

/** The queue of one of the hand-written workers. */
export type MinimalKind = 'tuned' | 'naive';

/** Everything that the bench measures on, started for it alone. */
export interface BenchStack {
  readonly folder: string;
  readonly client: Client;
  readonly address: string;
  readonly mails: MailSink;
  readonly signer: Signer;
  readonly databaseUrl: string;
  readonly historyToken: string;
  /** The server's pids whose CPU time is Temporal's; `null` for a server that is not the bench's own. */
  readonly temporalPid: number | null;
  readonly postgresPid: number;
  /** Where the server tells its metrics; `null` for a server that is not the bench's own. */
  readonly temporalMetricsUrl: string | null;
  /** Starts a service and waits until it is ready. @param options differences of its environment, another program */
  service(name: ServiceName, options?: ServiceOptions): Promise<RunningService>;
  /** Makes one more database on the same PostgreSQL. @returns its address */
  database(name: string): Promise<string>;
  /** Starts a hand-written worker. */
  minimal(kind: MinimalKind): Promise<ChildProgram>;
  stop(): Promise<void>;
}

/** How a service differs from the one that `npm start` runs. */
export interface ServiceOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly program?: string;
}

/** What a stack is started with. */
export interface BenchStackOptions {
  readonly storage: Storage;
  /** Another Temporal server instead of one's own; nothing else may use its namespace. */
  readonly temporalAddress: string | null;
  readonly say: (text: string) => void;
}

/** Starts PostgreSQL, Temporal and a mail server; services come later, one by one. */
export async function startBenchStack(options: BenchStackOptions): Promise<BenchStack> {
  const folder = mkdtempSync(path.join(tmpdir(), 'refill-bench-'));
  // PostgreSQL may have to run as another user (it refuses to run as root), and must get through here.
  chmodSync(folder, 0o711);
  const running: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const part of running.reverse()) await part.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const postgres = await ownPostgres(folder);
    running.push(postgres.process);
    const databaseUrl = await createDatabase(postgres.url, 'refill');
    await run(databaseUrl, MINIMAL_SCHEMA);
    const { address, server } = await temporalFor(folder, options);
    if (server !== null) running.push(server);
    const connection = await connected(address);
    running.push({ stop: () => connection.close() });
    const mails = await MailSink.start(await freePort(), folder);
    running.push(mails);
    const signer = await createSigner(folder);
    const token = randomBytes(16).toString('hex');
    const env = {
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: address,
      SMTP_URL: `smtp://127.0.0.1:${String(mails.port)}`,
      EMAIL_FROM: 'Printers <printers@example.com>',
      LOG_LEVEL: 'warn',
      INGESTION_TOKEN: token,
      HISTORY_READ_TOKEN: token,
      HISTORY_WRITE_TOKEN: `write-${token}`,
      SNS_TOPIC_ARNS: TOPIC_ARN,
      SNS_CERTIFICATE_DIR: signer.certificateDirectory,
    };
    return {
      folder,
      client: new Client({ connection }),
      address,
      mails,
      signer,
      databaseUrl,
      historyToken: `write-${token}`,
      temporalPid: server?.pid() ?? null,
      postgresPid: pidIn(path.join(folder, 'postgres', 'postmaster.pid')),
      temporalMetricsUrl: server?.metricsUrl ?? null,
      service: async (name, more = {}) => {
        const own = { folder, env: { ...env, ...more.env } };
        const service = await startService(own, name, more.program);
        running.push(service.program);
        return service;
      },
      database: (name) => createDatabase(postgres.url, name),
      minimal: async (kind) => {
        const file = path.join(__dirname, '../programs/minimal-worker.js');
        const own = { KIND: kind, TASK_QUEUE: `bench-${kind}`, SMTP_PORT: String(mails.port) };
        const logFile = path.join(folder, `${kind}.log`);
        const child = await startChild({
          file,
          env: { ...env, ...own },
          logFile,
          tellsReady: true,
        });
        running.push(child);
        return child;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As `npm start` and Compose run it: what PostgreSQL has committed is on the disk. */
async function ownPostgres(folder: string): Promise<PostgresServer> {
  return await startPostgres({
    dataDirectory: path.join(folder, 'postgres'),
    port: await freePort(),
    password: randomBytes(12).toString('hex'),
    settings: { max_connections: '200' },
    logFile: path.join(folder, 'postgres.log'),
  });
}

async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const url = new URL(serverUrl);
  await run(serverUrl, `create database ${name}`);
  url.pathname = `/${name}`;
  return url.href;
}

async function run(url: string, statement: string): Promise<void> {
  const client = new PgClient({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function temporalFor(
  folder: string,
  { storage, temporalAddress, say }: BenchStackOptions,
): Promise<{ readonly address: string; readonly server: DevServer | null }> {
  if (temporalAddress !== null) return { address: temporalAddress, server: null };
  const source = await findTemporal({ ...process.env, TEMPORAL_ADDRESS: '' }, say);
  if (source.kind === 'remote') throw new Error('unreachable');
  const server = await startDevServer({ executable: source.path, folder, storage });
  return { address: server.address, server };
}

/** A development server takes connections some time after its start. */
async function connected(address: string): Promise<Connection> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: '2s' });
      const client = new Client({ connection });
      await client.workflowService.describeNamespace({ namespace: 'default' });
      return connection;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(200);
    }
  }
}
