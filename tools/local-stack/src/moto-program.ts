import * as fs from 'node:fs';
import * as path from 'node:path';
import { cachedProgram, type Progress } from './cached-program';
import { programOnPath } from './program-on-path';
import { runProgram } from './run-program';
import { userCacheFolder } from './user-cache';

/** The version of moto, an emulator of AWS in Python, that tests use. */
export const motoVersion = '5.2.5';

/** What `moto[server]` brings in for SNS and SQS; its other 20 packages are for other services. */
const requirements = [`moto[sns,sqs]==${motoVersion}`, 'flask==3.1.3', 'flask-cors==6.0.5'];

const program = 'moto_server';

const installTimeoutMs = 10 * 60_000;

/** The scripts of a virtual environment name its folder, which changes when the cache takes it over; Python does not mind. */
const wrapper = `#!/bin/sh
exec "$(dirname "$0")/venv/bin/python" -I -m moto.server "$@"
`;

/** Where moto's server is, or why it cannot be had on this machine. */
export type MotoProgram =
  | { readonly found: true; readonly file: string }
  | { readonly found: false; readonly reason: string };

/** What pip says when there is no index at the other end, as against a package that is broken. */
const noRegistry =
  /from versions: none|NewConnectionError|(Connect|Read)Timeout|ProxyError|NameResolutionError|HTTP error \d|took longer than/;

/**
 * Finds moto's server for tests: its cached copy, else one from the Python package registry.
 *
 * Without Python 3.10 with `venv`, or without the registry, there is none; whatever else goes wrong is a failure.
 * @throws Error with the code `MOTO_INSTALL_FAILED` when the registry answers and moto can't be installed
 */
export async function findMoto(env: NodeJS.ProcessEnv, progress: Progress): Promise<MotoProgram> {
  const python = programOnPath('python3', env);
  if (python === undefined) return { found: false, reason: 'python3 is not on PATH' };
  const version = await runProgram(
    python,
    ['-c', 'import ensurepip, platform, venv; print(platform.python_version())'],
    { env, timeoutMs: 30_000 },
  );
  if (version.code !== 0) return { found: false, reason: 'python3 has no venv with pip' };
  if (isTooOld(version.output)) {
    return { found: false, reason: `python3 is ${version.output}, moto needs 3.10` };
  }
  const name = `${motoVersion}-python${version.output}`;
  const folder = path.join(userCacheFolder(env), 'moto', name);
  const installed = await cachedProgram(
    folder,
    program,
    [
      {
        name: `getting moto ${motoVersion} from the Python package registry`,
        install: async (target, tell) => await installMoto(python, target, env, tell),
      },
    ],
    progress,
  );
  if (installed.ok) return { found: true, file: installed.file };
  return { found: false, reason: installed.attempts.join('; ') };
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 3 || (major === 3 && minor < 10);
}

async function installMoto(
  python: string,
  folder: string,
  env: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<{ ok: true } | { ok: false; reason: string }> {
  const limit = {
    env,
    cwd: folder,
    timeoutMs: installTimeoutMs,
    onTick: (seconds: number) => progress(`getting moto ${motoVersion}: ${String(seconds)} s`),
  };
  const venv = await runProgram(python, ['-m', 'venv', 'venv'], limit);
  if (venv.code !== 0) throw installFailed(venv.output);
  const pip = await runProgram(
    path.join(folder, 'venv', 'bin', 'python'),
    [
      ...['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'],
      ...['--timeout', '10', '--retries', '2', ...requirements],
    ],
    limit,
  );
  if (pip.code !== 0) {
    if (!noRegistry.test(pip.output)) throw installFailed(pip.output);
    return { ok: false, reason: `the registry cannot be reached (${lastLine(pip.output)})` };
  }
  fs.writeFileSync(path.join(folder, program), wrapper, { mode: 0o755 });
  return { ok: true };
}

function installFailed(output: string): Error {
  return new Error(`MOTO_INSTALL_FAILED: moto ${motoVersion} cannot be installed.\n${output}`);
}

function lastLine(output: string): string {
  return output.split('\n').at(-1) ?? '';
}
