import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@refill/local-stack/free-port';
import { MINIMAL_SCHEMA } from '../minimal/activities';
import { startBenchPostgres } from './bench-postgres';
import {
  type BenchTemporal,
  type ServerOptions,
  type StartHooks,
  startBenchTemporal,
} from './bench-temporal';
import { benchProgram, serviceProgram } from './built-program';
import { type ChildProgram, startChild } from './child-program';
import { createDatabase, runStatement } from './create-database';
import { undoEach } from './ending';
import { MailSink } from './mail-sink';
import { type RunningService, type ServiceName, startService } from './refill-services';
import { createSigner, type Signer, TOPIC_ARN } from './signed-notifications';

/** The queue of one of the hand-written workers. */
export type MinimalKind = 'tuned' | 'naive';

/** Everything that the bench measures on, started for it alone. */
export interface BenchStack {
  readonly folder: string;
  readonly temporal: BenchTemporal;
  readonly mails: MailSink;
  readonly signer: Signer;
  readonly databaseUrl: string;
  readonly historyToken: string;
  readonly postgresPid: number;
  /** Starts a service and waits until it is ready. @param options differences of its environment, another program */
  service(name: ServiceName, options?: ServiceOptions): Promise<RunningService>;
  /** Makes one more database on the same PostgreSQL. @returns its address */
  database(name: string): Promise<string>;
  /** Starts a hand-written worker. */
  minimal(kind: MinimalKind): Promise<ChildProgram>;
  /** Stops all of it; may be called again. */
  readonly stop: () => Promise<void>;
}

/** How a service differs from the one that `npm start` runs. */
export interface ServiceOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly program?: string;
}

/** Starts PostgreSQL, Temporal and a mail server; services come later, one by one. */
export async function startBenchStack(
  options: ServerOptions,
  hooks: StartHooks,
): Promise<BenchStack> {
  const folder = mkdtempSync(path.join(tmpdir(), 'refill-bench-'));
  // PostgreSQL may have to run as another user (it refuses to run as root), and must get through here.
  chmodSync(folder, 0o711);
  const running: { stop(): Promise<void> }[] = [];
  const stopAll = async (): Promise<void> => {
    try {
      await undoEach(running.toReversed().map((part) => () => part.stop()));
    } finally {
      // A program that a signal ended may still be writing.
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
  };
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopAll());
  // At once: a signal may come while it starts.
  hooks.atEnd(stop);
  const started = <Part extends { stop(): Promise<void> }>(part: Part): Part => {
    running.push(part);
    return part;
  };
  try {
    const postgres = started(await startBenchPostgres(folder));
    const databaseUrl = await createDatabase(postgres.url, 'refill');
    await runStatement(databaseUrl, MINIMAL_SCHEMA);
    const temporal = started(await startBenchTemporal(folder, options, hooks));
    const mails = started(await MailSink.start(await freePort(), folder));
    const signer = await createSigner(folder);
    const token = randomBytes(16).toString('hex');
    const env = {
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
      SMTP_URL: `smtp://127.0.0.1:${String(mails.port)}`,
      EMAIL_FROM: 'Printers <printers@example.com>',
      INGESTION_TOKEN: token,
      HISTORY_READ_TOKEN: token,
      HISTORY_WRITE_TOKEN: `write-${token}`,
      SNS_TOPIC_ARNS: TOPIC_ARN,
      SNS_CERTIFICATE_DIR: signer.certificateDirectory,
    };
    return {
      folder,
      temporal,
      mails,
      signer,
      databaseUrl,
      historyToken: `write-${token}`,
      postgresPid: postgres.pid,
      service: async (name, { env: more = {}, program = serviceProgram(name) } = {}) => {
        const service = await startService({ folder, env: { ...env, ...more } }, name, program);
        started(service.program);
        return service;
      },
      database: (name) => createDatabase(postgres.url, name),
      minimal: async (kind) => {
        const own = { KIND: kind, TASK_QUEUE: `bench-${kind}`, SMTP_PORT: String(mails.port) };
        return started(
          await startChild({
            file: benchProgram('minimal-worker'),
            env: { ...env, ...own },
            logFile: path.join(folder, `${kind}.log`),
            tellsReady: true,
          }),
        );
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
