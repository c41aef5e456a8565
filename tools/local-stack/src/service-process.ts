import * as fs from 'node:fs';
import * as path from 'node:path';
import { startGuardedProcess, type GuardedProcess } from './guarded-process';
import { logTail } from './log-tail';

/** A service of the local stack. */
export interface LocalService {
  readonly name: 'ingestion' | 'worker' | 'history' | 'codec';
  readonly port: number;
}

const startTimeoutMs = 90_000;

/** The program of a service; also what tells its process from others. */
export function serviceProgram(root: string, name: LocalService['name']): string {
  return path.join(root, 'apps', name, 'dist/main.js');
}

/** Where a service's output goes. */
export function serviceLog(home: string, name: string): string {
  return path.join(home, 'logs', `${name}.log`);
}

async function isReady(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/readyz`, {
      signal: AbortSignal.timeout(5_000),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

/**
 * Starts a service and waits until it says by `/readyz` that it is ready; it dies with this process.
 * @param root the repository
 * @param onSpawned told as soon as the process runs, long before it is ready
 * @throws Error with the code `SERVICE_NOT_BUILT` or `SERVICE_START_FAILED`, the latter with the end of its log
 */
export async function startService(
  service: LocalService,
  root: string,
  home: string,
  env: NodeJS.ProcessEnv,
  onSpawned: (running: GuardedProcess) => void,
): Promise<GuardedProcess> {
  const program = serviceProgram(root, service.name);
  if (!fs.existsSync(program)) {
    throw new Error(`SERVICE_NOT_BUILT: ${program} is missing. Run "npm run build".`);
  }
  const logFile = serviceLog(home, service.name);
  const running = startGuardedProcess({
    command: process.execPath,
    args: [program],
    cwd: root,
    env,
    killAfterMs: 8_000,
    logFile,
    pidFile: path.join(home, `${service.name}.pid`),
  });
  onSpawned(running);
  let ended = false;
  void running.exited.then(() => {
    ended = true;
  });
  const deadline = Date.now() + startTimeoutMs;
  while (!(await isReady(service.port)) || ended) {
    if (ended || Date.now() > deadline) {
      const how = ended ? 'ended' : `was not ready within ${String(startTimeoutMs / 1_000)} s`;
      await running.stop();
      throw new Error(`SERVICE_START_FAILED: ${service.name} ${how}.\n${logTail(logFile)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return running;
}
