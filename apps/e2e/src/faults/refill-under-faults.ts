import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Amazon } from '../test-support/amazon';
import { until } from '../test-support/until';
import { answersWith200 } from './answers';
import type { Part } from './kill-schedule';
import { DATABASE, nodePrograms, type ServiceName } from './node-programs';
import { type Restartable, RestartableProcess } from './restartable-process';
import { RestartablePostgres } from './restartable-postgres';
import { RestartableTemporal } from './restartable-temporal';
import { choosePorts, type RunPorts } from './run-ports';
import { makeUpSecrets, type RunSecrets } from './run-secrets';

/**
 * The whole of Refill with everything real, each part a process that can be killed and started again: three
 * services, PostgreSQL, Temporal, a mail server. All of it goes when this process goes.
 */
export class RefillUnderFaults {
  private constructor(
    /** Holds all data and logs of this run. */
    readonly folder: string,
    readonly amazon: Amazon,
    readonly secrets: RunSecrets,
    readonly ports: RunPorts,
    readonly postgres: RestartablePostgres,
    readonly temporal: RestartableTemporal,
    readonly smtp: RestartableProcess,
    readonly services: Readonly<Record<ServiceName, RestartableProcess>>,
    readonly mailLedger: string,
    private readonly clockOffsetFile: string,
  ) {}

  /** Prepares all of it and starts nothing. */
  static async prepare(temporalExecutable: string): Promise<RefillUnderFaults> {
    const folder = await mkdtemp(path.join(tmpdir(), 'refill-faults-'));
    // PostgreSQL may have to run as another user (it refuses to run as root), and must get through here.
    await chmod(folder, 0o711);
    const ports = await choosePorts();
    const amazon = await Amazon.create();
    const secrets = makeUpSecrets();
    const mailLedger = path.join(folder, 'mails.jsonl');
    const clockOffsetFile = path.join(folder, 'clock-offset');
    await writeFile(mailLedger, '');
    await writeFile(clockOffsetFile, '0');
    const programs = nodePrograms({ folder, ports, secrets, amazon, mailLedger, clockOffsetFile });
    return new RefillUnderFaults(
      folder,
      amazon,
      secrets,
      ports,
      new RestartablePostgres({
        dataDirectory: path.join(folder, 'postgres'),
        port: ports.postgres,
        password: secrets.databasePassword,
        settings: { max_connections: '200' },
        logFile: path.join(folder, 'postgres.log'),
      }),
      new RestartableTemporal({
        executable: temporalExecutable,
        home: folder,
        port: ports.temporal,
        uiPort: null,
        namespace: 'default',
      }),
      new RestartableProcess(programs.smtp),
      {
        ingestion: new RestartableProcess(programs.ingestion),
        worker: new RestartableProcess(programs.worker),
        history: new RestartableProcess(programs.history),
      },
      mailLedger,
      clockOffsetFile,
    );
  }

  /** Where SNS posts to. */
  get snsUrl(): string {
    return `http://127.0.0.1:${this.ports.ingestion}/sns`;
  }

  /** Starts PostgreSQL with an empty database, Temporal and the mail server. */
  async startBackends(): Promise<void> {
    await Promise.all([this.startPostgres(), this.temporal.start(), this.smtp.start()]);
  }

  /** Starts PostgreSQL for the first time, with an empty database. */
  async startPostgres(): Promise<void> {
    await this.postgres.start();
    await this.postgres.run('postgres', [`create database ${DATABASE}`]);
  }

  /** Starts the services and waits until they are ready. */
  async startServices(): Promise<void> {
    await Promise.all(Object.values(this.services).map((service) => service.start()));
    await this.ready();
  }

  /** Waits until every service says that it is ready. */
  async ready(): Promise<void> {
    for (const name of ['ingestion', 'worker', 'history'] as const) {
      const ask = answersWith200(`http://127.0.0.1:${this.ports[name]}/readyz`);
      await until(ask, (ready) => ready, 90_000);
    }
  }

  /** The part of that name. */
  part(part: Part): Restartable {
    switch (part) {
      case 'worker':
      case 'ingestion':
        return this.services[part];
      case 'temporal':
      case 'postgres':
      case 'smtp':
        return this[part];
    }
  }

  /** Sets the clock of ingestion and of the worker off the true time. */
  async stepClock(offsetMs: number): Promise<void> {
    await writeFile(this.clockOffsetFile, String(offsetMs));
  }

  /** Connection string of the services' database. */
  get databaseUrl(): string {
    return this.postgres.url(DATABASE);
  }

  /** Asks the history's API. */
  async history(route: string, init: RequestInit = {}): Promise<Response> {
    return await fetch(`http://127.0.0.1:${this.ports.history}${route}`, {
      ...init,
      headers: {
        authorization: `Bearer ${this.secrets.writeToken}`,
        'content-type': 'application/json',
      },
    });
  }

  /** Ends all of it; what it wrote is removed, unless somebody wants to look at it. */
  async stop({ keepFolder }: { readonly keepFolder: boolean }): Promise<void> {
    await Promise.all(Object.values(this.services).map((service) => service.stop()));
    await Promise.all([this.smtp.stop(), this.temporal.stop(), this.postgres.stop()]);
    await this.amazon.stop();
    if (!keepFolder) await rm(this.folder, { recursive: true, force: true });
  }
}
