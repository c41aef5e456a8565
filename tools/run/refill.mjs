// npm run refill: builds the command line when that has not been done, and runs it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, installationProblem, root } from './installation.mjs';

checkNode();
const main = path.join(root, 'apps/cli/dist/main.js');
if (!existsSync(main)) {
  const problem = installationProblem(root);
  if (problem !== null) {
    process.stderr.write(`The packages are not there (${problem}): run "npm start" or "npm ci".\n`);
    process.exit(1);
  }
  process.stderr.write('Building the command line …\n');
  const { status } = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/typescript/bin/tsc'),
      '--build',
      path.join(root, 'apps/cli/tsconfig.lib.json'),
    ],
    { stdio: 'inherit' },
  );
  if (status !== 0) process.exit(1);
}
// A relative REFILL_HOME counts from the repository, as it does for npm start.
process.chdir(root);
await import(pathToFileURL(main).href);
