import path from 'node:path';
import { type Amazon, TOPIC_ARN } from '../test-support/amazon';
import { ROOT } from '../test-support/child-service';
import { healthy, listening } from './answers';
import type { NodeProgram } from './restartable-process';
import type { RunPorts } from './run-ports';
import type { RunSecrets } from './run-secrets';

/** The database of the services. */
export const DATABASE = 'refill';

/** A service of Refill's. */
export type ServiceName = 'ingestion' | 'worker' | 'history';

/** What the programs of a run have to know. */
export interface RunPlace {
  /** Holds all data and logs of the run. */
  readonly folder: string;
  readonly ports: RunPorts;
  readonly secrets: RunSecrets;
  readonly amazon: Amazon;
  readonly mailLedger: string;
  /** Holds how far the clocks of ingestion and worker are off, in ms. */
  readonly clockOffsetFile: string;
}

/** The services and the mail server of a run, each built already (`npm run build`). */
export function nodePrograms(place: RunPlace): Readonly<Record<ServiceName | 'smtp', NodeProgram>> {
  const { folder, ports, secrets, amazon, mailLedger, clockOffsetFile } = place;
  const built = (script: string): string =>
    path.join(ROOT, 'apps/e2e/dist/faults/programs', script);
  const service = (name: ServiceName, own: Readonly<Record<string, string>>): NodeProgram => ({
    name,
    script: path.join(ROOT, 'apps', name, 'dist/main.js'),
    folder,
    answers: healthy(ports[name]),
    env: {
      DATABASE_URL: `postgres://refill:${secrets.databasePassword}@127.0.0.1:${ports.postgres}/${DATABASE}`,
      TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
      ...own,
    },
  });
  const clock = {
    NODE_OPTIONS: `--require ${JSON.stringify(built('stepped-clock.js'))}`,
    REFILL_CLOCK_OFFSET_FILE: clockOffsetFile,
  };
  return {
    ingestion: service('ingestion', {
      ...clock,
      INGESTION_PORT: String(ports.ingestion),
      INGESTION_TOKEN: secrets.ingestionToken,
      SNS_TOPIC_ARNS: TOPIC_ARN,
      SNS_CERTIFICATE_DIR: amazon.certificateDirectory,
      // As long as the lateness of what is told out of order, so that both ways of taking it in are met.
      ORDER_SETTLE: '1s',
    }),
    worker: service('worker', {
      ...clock,
      WORKER_PORT: String(ports.worker),
      SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
      EMAIL_FROM: 'Printers <printers@example.com>',
    }),
    history: service('history', {
      HISTORY_PORT: String(ports.history),
      HISTORY_READ_TOKEN: secrets.readToken,
      HISTORY_WRITE_TOKEN: secrets.writeToken,
    }),
    smtp: {
      name: 'smtp',
      script: built('durable-smtp-server.js'),
      folder,
      answers: listening(ports.smtp),
      env: { SMTP_PORT: String(ports.smtp), MAIL_LEDGER: mailLedger },
    },
  };
}
