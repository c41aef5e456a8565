import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@refill/local-stack/free-port';
import { type ChildProgram, lastLines, startChild } from './child-program';

/** A service of Refill's. */
export type ServiceName = 'ingestion' | 'worker' | 'history';

/** A service that answers. */
export interface RunningService {
  readonly name: ServiceName;
  readonly program: ChildProgram;
  readonly url: string;
  /** From its start until `/readyz` answered 200, in ms. */
  readonly readyMs: number;
}

/** What a service is started from. */
export interface ServicesOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

const POLL_MS = 10;
const READY_MS = 60_000;

/** Starts a service as it runs in production, in a process of its own, on a free port. @param program its compiled file */
export async function startService(
  { folder, env }: ServicesOptions,
  name: ServiceName,
  program: string,
): Promise<RunningService> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const logFile = path.join(folder, `${name}.log`);
  const startedAt = performance.now();
  const child = await startChild({
    file: program,
    env: { ...env, [`${name.toUpperCase()}_PORT`]: port },
    logFile,
    tellsReady: false,
  });
  try {
    await untilReady(child, `${url}/readyz`, logFile);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { name, program: child, url, readyMs: performance.now() - startedAt };
}

async function untilReady(child: ChildProgram, url: string, logFile: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    if (Date.now() > deadline || child.process.exitCode !== null) {
      throw new Error(`${path.basename(logFile)}: not ready at ${url}${lastLines(logFile)}`);
    }
    await delay(POLL_MS);
  }
}
