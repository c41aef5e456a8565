import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Progress } from './cached-program';
import { exitText } from './exit-text';
import type { GuardedProcess } from './guarded-process';
import { stopLeftoverOf } from './leftover-process';
import { localPostgresData, startLocalPostgres } from './local-postgres';
import { writeLocalEnvironment } from './local-environment';
import { neededPorts, type LocalSettings } from './local-settings';
import { localTokens, type LocalTokens } from './local-tokens';
import { logTail } from './log-tail';
import { startMailbox } from './mailbox';
import { checkPorts } from './port-check';
import { createRunningParts, type RunningParts } from './running-parts';
import { codecEndpoint, serviceEnvironment } from './service-environment';
import { serviceLog, serviceProgram, startService, type LocalService } from './service-process';
import { clearStalePostmaster } from './stale-postmaster';
import { findTemporal } from './temporal-executable';
import { startTemporalServer, temporalDatabase } from './temporal-server';

/** Programs of the local stack that write a log of their own. */
export const loggedParts = [
  'postgres',
  'temporal',
  'ingestion',
  'worker',
  'history',
  'codec',
] as const;

/** The services that may run here; the last only when payloads are encrypted. */
const serviceNames = ['ingestion', 'worker', 'history', 'codec'] as const;

/** The local stack: steps to bring it up, and all that runs. */
export interface LocalStack {
  readonly tokens: LocalTokens;
  readonly services: readonly LocalService[];
  readonly parts: RunningParts;
  /** Stops what a killed run left, keeps the last logs aside, and makes sure the ports are free. */
  readonly prepare: () => Promise<void>;
  readonly startPostgres: () => Promise<void>;
  readonly startTemporal: (progress: Progress) => Promise<void>;
  readonly startMailbox: () => Promise<void>;
  readonly startService: (service: LocalService) => Promise<void>;
  /** The environment the services get; complete once PostgreSQL runs. */
  readonly environment: () => NodeJS.ProcessEnv;
}

/** Services stop first, then Temporal, then PostgreSQL, then the mailbox. */
const stopOrder = { service: 1, temporal: 2, postgres: 3, mailbox: 4 } as const;

/** Each start has logs of its own; those of the start before are kept. */
function keepLastLogs(home: string): void {
  fs.mkdirSync(path.join(home, 'logs'), { recursive: true });
  for (const name of loggedParts) {
    const file = serviceLog(home, name);
    if (fs.existsSync(file)) fs.renameSync(file, path.join(home, 'logs', `${name}.previous.log`));
  }
}

/**
 * Prepares the local stack; nothing runs before its steps are called.
 * @param root the repository
 * @param onDeath told when a program ends that was not asked to, with the end of its log
 */
export function createLocalStack(options: {
  readonly settings: LocalSettings;
  readonly env: NodeJS.ProcessEnv;
  readonly root: string;
  readonly onDeath: (report: string) => void;
}): LocalStack {
  const { settings, env, root } = options;
  const { home, ports, local } = settings;
  const tokens = localTokens(home);
  const parts = createRunningParts();
  const services: readonly LocalService[] = [
    { name: 'ingestion', port: ports.INGESTION_PORT },
    { name: 'worker', port: ports.WORKER_PORT },
    { name: 'history', port: ports.HISTORY_PORT },
    ...(settings.encryption ? [{ name: 'codec', port: ports.CODEC_PORT } as const] : []),
  ];
  let databaseUrl = env['DATABASE_URL'] ?? '';

  function reportDeath(name: string, running: GuardedProcess): void {
    void running.exited.then((code) => {
      if (running.stopRequested()) return;
      options.onDeath(
        `${name} ${exitText(code)}. The end of its log (${serviceLog(home, name)}):\n` +
          logTail(serviceLog(home, name)),
      );
    });
  }

  async function watch(name: string, order: number, running: GuardedProcess): Promise<void> {
    reportDeath(name, running);
    await parts.add({ name, order, stop: running.stop });
  }

  const environment = (): NodeJS.ProcessEnv =>
    serviceEnvironment(env, settings, tokens, databaseUrl);

  return {
    tokens,
    services,
    parts,
    environment,
    prepare: async () => {
      for (const name of serviceNames) {
        await stopLeftoverOf(path.join(home, `${name}.pid`), serviceProgram(root, name));
      }
      await stopLeftoverOf(path.join(home, 'temporal.pid'), temporalDatabase(home));
      if (local.postgres) await clearStalePostmaster(localPostgresData(home));
      keepLastLogs(home);
      // The SDK fails on a file without a profile.
      fs.writeFileSync(path.join(home, 'temporal-client.toml'), '[profile.default]\n');
      await checkPorts(
        Object.fromEntries(neededPorts(settings).map((name) => [name, ports[name]])),
      );
    },
    startPostgres: async () => {
      const server = await startLocalPostgres(home, ports.POSTGRES_PORT);
      databaseUrl = server.url;
      await watch('postgres', stopOrder.postgres, server.process);
    },
    startTemporal: async (progress) => {
      const source = await findTemporal(env, progress);
      if (source.kind === 'remote' || parts.stopping()) return;
      progress(`starting ${source.path}`);
      const server = await startTemporalServer({
        executable: source.path,
        home,
        port: ports.TEMPORAL_PORT,
        uiPort: ports.TEMPORAL_UI_PORT,
        namespace: settings.namespace,
        ...(settings.encryption ? { codecEndpoint: codecEndpoint(settings) } : {}),
      });
      await watch('temporal', stopOrder.temporal, server);
    },
    startMailbox: async () => {
      const mailbox = await startMailbox({
        folder: path.join(home, 'mail'),
        smtpPort: ports.SMTP_PORT,
        webPort: ports.MAILBOX_PORT,
      });
      await parts.add({ name: 'mailbox', order: stopOrder.mailbox, stop: mailbox.stop });
    },
    startService: async (service) => {
      if (parts.stopping()) return;
      writeLocalEnvironment(home, env, environment());
      // Known before it is ready: when another one fails to start, this one is stopped as well.
      const running = await startService(service, root, home, environment(), (spawned) => {
        void parts.add({ name: service.name, order: stopOrder.service, stop: spawned.stop });
      });
      reportDeath(service.name, running);
    },
  };
}
