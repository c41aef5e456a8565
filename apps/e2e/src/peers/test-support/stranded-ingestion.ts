import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@refill/local-stack/free-port';
import { startGuardedProcess } from '@refill/local-stack/guarded-process';
import { ROOT } from '../../test-support/child-service';
import { until } from '../../test-support/until';

/** An ingestion that runs and can take nothing: nobody listens where it looks for PostgreSQL and Temporal. */
export interface StrandedIngestion {
  /** The status of its `/readyz`. */
  readiness(): Promise<number>;
  /** Ends it as an orchestrator does, and tells its exit code; may be called again. */
  end(): Promise<number>;
  stop(): Promise<void>;
}

/** @param env its environment, besides PostgreSQL and Temporal */
export async function startStrandedIngestion(
  env: Readonly<Record<string, string>>,
): Promise<StrandedIngestion> {
  const folder = await mkdtemp(path.join(tmpdir(), 'refill-e2e-stranded-'));
  const logFile = path.join(folder, 'ingestion.log');
  const [port, nobody] = [await freePort(), await freePort()];
  const child = startGuardedProcess({
    command: process.execPath,
    args: [path.join(ROOT, 'apps/ingestion/dist/main.js')],
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      INGESTION_TOKEN: 'ingestion-token-of-the-test',
      INGESTION_PORT: String(port),
      DATABASE_URL: `postgres://refill@127.0.0.1:${String(nobody)}/refill`,
      TEMPORAL_ADDRESS: `127.0.0.1:${String(nobody)}`,
      ...env,
    },
    logFile,
  });
  const statusOf = async (route: string): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${String(port)}${route}`).catch(() => null);
    await response?.arrayBuffer();
    return response?.status ?? 0;
  };
  const end = async (): Promise<number> => {
    await child.stop();
    return await child.exited;
  };
  const stop = async (): Promise<void> => {
    await end();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until(
      () => statusOf('/healthz'),
      (status) => status === 200,
    );
  } catch (cause) {
    const log = await readFile(logFile, 'utf8').catch(() => '');
    await stop();
    throw new Error(`the ingestion did not start:\n${log}`, { cause });
  }
  return { readiness: () => statusOf('/readyz'), end, stop };
}
