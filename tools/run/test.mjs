// npm test [-- Jest's arguments]: installs what is missing, builds, runs all tests, and prints the totals last.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { checkNode, ensureBuilt, root } from './installation.mjs';
import { stopWithNpm } from './stop-with-npm.mjs';
import { failureReport, totalsLine } from './test-totals.mjs';

stopWithNpm();
checkNode();
// The end-to-end tests run the built programs.
await ensureBuilt({ verbose: false });

const resultsFile = path.join(root, 'tmp/jest-results.json');
const failuresFile = path.join(root, 'tmp/failed-tests.txt');
mkdirSync(path.dirname(resultsFile), { recursive: true });
rmSync(resultsFile, { force: true });
rmSync(failuresFile, { force: true });

const jest = spawn(
  process.execPath,
  [
    createRequire(import.meta.url).resolve('jest/bin/jest'),
    '--json',
    `--outputFile=${resultsFile}`,
    ...process.argv.slice(2),
  ],
  // Jest's report for people goes to stderr; with --outputFile nothing goes to stdout.
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => jest.kill(signal));
let code = await new Promise((resolve) => {
  jest.once('error', () => resolve(1));
  jest.once('close', (status) => resolve(status ?? 1));
});

let line = '0 passed, 1 failed';
try {
  const results = JSON.parse(readFileSync(resultsFile, 'utf8'));
  line = totalsLine(results);
  // .ci/run shows them again at its end, where nobody overlooks them.
  writeFileSync(failuresFile, failureReport(results));
} catch {
  process.stderr.write('Jest left no results.\n');
  code = code === 0 ? 1 : code;
}
process.stdout.write(`${line}\n`);
process.exitCode = code;
