import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { userCacheFolder } from '@refill/local-stack/user-cache';

/** The version of schemathesis, which tests an API by its OpenAPI document. */
const VERSION = '4.32.5';

/** What pip says when there is no index at the other end, as against a package that is broken. */
const NO_REGISTRY =
  /from versions: none|NewConnectionError|(Connect|Read)Timeout|ProxyError|NameResolutionError|HTTP error \d|took longer than/;

type Found = { readonly python: string } | { readonly reason: string };

/**
 * Describes tests that need schemathesis; where Python or its registry is not there, they are skipped and the reason
 * is printed. Jest has to know at once what to skip: so the installer is waited for in a way that stops everything else.
 * @param tests gets the Python that has it
 * @throws Error when it could be had but not be installed
 */
export function describeWithSchemathesis(name: string, tests: (python: string) => void): void {
  const found = findSchemathesis();
  if ('python' in found) {
    describe(name, () => tests(found.python));
    return;
  }
  console.warn(`"${name}" is skipped: ${found.reason}`);
  describe.skip(name, () => tests(''));
}

function findSchemathesis(): Found {
  const version = run('python3', [
    '-c',
    'import ensurepip, platform, venv; print(platform.python_version())',
  ]);
  if (version.status !== 0) return { reason: 'there is no python3 with venv and pip' };
  const cache = path.join(userCacheFolder(process.env), 'schemathesis');
  const folder = path.join(cache, `${VERSION}-python${version.output}`);
  const python = path.join(folder, 'venv', 'bin', 'python');
  if (existsSync(python)) return { python };
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(`${folder}.unfinished-`);
  try {
    const venv = run('python3', ['-m', 'venv', path.join(unfinished, 'venv')]);
    if (venv.status !== 0) throw installFailed(venv.output);
    const pip = run(path.join(unfinished, 'venv', 'bin', 'python'), [
      ...['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'],
      ...['--timeout', '10', '--retries', '2', `schemathesis==${VERSION}`],
    ]);
    if (pip.status !== 0) {
      if (!NO_REGISTRY.test(pip.output)) throw installFailed(pip.output);
      const last = pip.output.split('\n').at(-1) ?? '';
      return { reason: `the Python package registry cannot be reached (${last})` };
    }
    // Another process may have been faster: then its folder is as good.
    if (!existsSync(python)) renameSync(unfinished, folder);
    return { python };
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 10 * 60_000,
  });
  return { status, output: `${stdout}${stderr}`.trim() };
}

function installFailed(output: string): Error {
  return new Error(`schemathesis ${VERSION} cannot be installed.\n${output}`);
}
