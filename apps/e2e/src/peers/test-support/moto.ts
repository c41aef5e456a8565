import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@refill/local-stack/free-port';
import { startGuardedProcess } from '@refill/local-stack/guarded-process';
import { until } from '../../test-support/until';

/** moto, an emulator of AWS in Python, at work. */
export interface Moto {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * Starts moto's server on a free port; it ends with this process at the latest.
 * @param program the path of moto's server
 */
export async function startMoto(program: string): Promise<Moto> {
  const folder = await mkdtemp(path.join(tmpdir(), 'refill-e2e-moto-'));
  const logFile = path.join(folder, 'moto.log');
  const endpoint = `http://127.0.0.1:${String(await freePort())}`;
  const child = startGuardedProcess({
    command: program,
    args: ['-H', '127.0.0.1', '-p', new URL(endpoint).port],
    env: { PATH: process.env['PATH'] },
    cwd: folder,
    logFile,
  });
  const stop = async (): Promise<void> => {
    await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until(
      () =>
        fetch(`${endpoint}/moto-api/`).then(
          ({ ok }) => ok,
          () => false,
        ),
      (ok) => ok,
    );
  } catch (cause) {
    const log = await readFile(logFile, 'utf8').catch(() => '');
    await stop();
    throw new Error(`moto did not start:\n${log}`, { cause });
  }
  return { endpoint, stop };
}
