// What has to be there before anything of this repository can run: Node, the packages, the build.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

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

/** Runs a program to its end and shows what it printed only when it fails; tells how long it takes. */
async function runQuietly(title, command, args, { verbose }) {
  process.stderr.write(`${title} …\n`);
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  const ticker = setInterval(() => {
    process.stderr.write(`${title}: ${seconds()} s\n`);
  }, 15_000);
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', verbose ? 'inherit' : 'pipe', verbose ? 'inherit' : 'pipe'],
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
    shell: process.platform === 'win32',
  });
  const interrupt = (signal) => {
    child.kill(signal);
    process.exit(1);
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const output = [];
  child.stdout?.on('data', (chunk) => output.push(chunk));
  child.stderr?.on('data', (chunk) => output.push(chunk));
  const failure = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code === 0 ? null : `exit ${code ?? signal}`));
  });
  clearInterval(ticker);
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  if (failure !== null) {
    process.stderr.write(Buffer.concat(output));
    process.stderr.write(`\n${title}: failed (${failure})\n`);
    process.exit(1);
  }
  process.stderr.write(`${title}: done (${seconds()} s)\n`);
}

/** Exits with a message when Node is too old. */
export function checkNode() {
  const problem = nodeProblem(process.versions.node);
  if (problem === null) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}

/** Installs the packages of package-lock.json when they are not there. */
export async function ensureInstalled(options) {
  const problem = installationProblem(root);
  if (problem === null) return;
  // With NODE_ENV=production npm would leave out what builds and tests need.
  await runQuietly(
    `Installing packages (${problem})`,
    'npm',
    ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'],
    options,
  );
}

/** Builds everything; Nx leaves out what has not changed. */
export async function build(options) {
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
    options,
  );
}
