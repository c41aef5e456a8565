// Runs a program of this repository from its source: builds it first when that has not been done.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, installationProblem, root } from './installation.mjs';

/**
 * Runs the program in this process, where its user is.
 * @param app its folder in apps
 * @param what its name for people
 */
export async function runApp(app, what) {
  checkNode();
  const main = path.join(root, 'apps', app, 'dist/main.js');
  if (!existsSync(main)) {
    const problem = installationProblem(root);
    if (problem !== null) {
      process.stderr.write(
        `The packages are not there (${problem}): run "npm start" or "npm ci".\n`,
      );
      process.exit(1);
    }
    process.stderr.write(`Building ${what} …\n`);
    const { status } = spawnSync(
      process.execPath,
      [
        path.join(root, 'node_modules/typescript/bin/tsc'),
        '--build',
        path.join(root, 'apps', app, 'tsconfig.lib.json'),
      ],
      { stdio: 'inherit' },
    );
    if (status !== 0) process.exit(1);
  }
  // A relative REFILL_HOME counts from the repository, as it does for npm start; files from where the user is.
  process.env.REFILL_HOME = path.resolve(root, process.env.REFILL_HOME || '.refill');
  process.chdir(process.env.INIT_CWD || process.cwd());
  await import(pathToFileURL(main).href);
}
