// What has to be there before anything of this repository can run: Node, the packages, the build.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt, noteBuilt, sourceStamp } from './build-stamp.mjs';
import { aloneInClone } from './installation-lock.mjs';
import { runQuietly } from './quiet-program.mjs';

/** The repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Tells why a version of Node is too old; null when it is not. */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return null;
  return `Node ${version} is too old: Refill needs Node 20.19 or newer (https://nodejs.org).`;
}

/** Tells why the installed packages are not those of package-lock.json; null when they are. */
export function installationProblem(folder) {
  let installed;
  try {
    installed = JSON.parse(
      readFileSync(path.join(folder, 'node_modules/.package-lock.json'), 'utf8'),
    ).packages;
  } catch {
    return 'nothing is installed yet';
  }
  const wanted = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')).packages;
  for (const [place, entry] of Object.entries(wanted)) {
    if (!place.includes('node_modules/')) continue;
    const found = installed[place];
    if (found === undefined) {
      // Packages for other systems are left out.
      if (entry.optional || entry.devOptional || entry.peer) continue;
      return `${place} is missing`;
    }
    // Not `resolved`: it names the registry, which may be a mirror.
    if (found.version !== entry.version || found.integrity !== entry.integrity) {
      return `${place} is not the version wanted`;
    }
    if (!existsSync(path.join(folder, place))) return `${place} is missing`;
  }
  return null;
}

/** Exits with a message when Node is too old. */
export function checkNode() {
  const problem = nodeProblem(process.versions.node);
  if (problem === null) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}

/** Installs the packages of package-lock.json when they are not there. */
async function ensureInstalled({ verbose }) {
  const problem = installationProblem(root);
  if (problem === null) return;
  // npm writes it last; it must not speak for an installation that is interrupted.
  rmSync(path.join(root, 'node_modules/.package-lock.json'), { force: true });
  // With NODE_ENV=production npm would leave out what builds and tests need.
  await runQuietly(
    `Installing packages (${problem})`,
    'npm',
    ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'],
    { cwd: root, verbose },
  );
}

/** Builds everything, unless that was done; Nx leaves out what has not changed. */
async function build({ verbose }) {
  // Taken before: what changes during the build may not be in it.
  const stamp = sourceStamp(root);
  if (isBuilt(root, stamp)) return;
  await runQuietly(
    'Building',
    process.execPath,
    [
      createRequire(import.meta.url).resolve('nx/bin/nx.js'),
      'run-many',
      '--targets=build,bundle',
      '--outputStyle=static',
      // Whether references are in step is for a check of the sources to tell, not for whoever wants to run them.
      '--skipSync',
    ],
    { cwd: root, verbose },
  );
  noteBuilt(root, stamp);
}

/**
 * Installs and builds what is not there yet, while no other process of this clone does.
 *
 * `before` is asked when it is our turn; `after` is waited for before it is anybody else's.
 */
export async function ensureBuilt({ verbose, before = () => {}, after = () => {} }) {
  await aloneInClone(root, async () => {
    before();
    await ensureInstalled({ verbose });
    await build({ verbose });
    await after();
  });
}
