// npm test [-- Jest's arguments]: installs what is missing, builds, runs all tests, and prints the totals last.
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

// For people Jest's own report; a log gets a short one, and all that the tests and their servers print is kept in a file.
const forPeople = process.stderr.isTTY === true;
const outputFile = path.join(root, 'tmp/test-output.txt');
const output = forPeople ? 'inherit' : openSync(outputFile, 'w');
const reporters = forPeople
  ? []
  : ['default', path.join(root, 'tools/run/progress-reporter.cjs')].map(
      (name) => `--reporters=${name}`,
    );

const jest = spawn(
  process.execPath,
  [
    createRequire(import.meta.url).resolve('jest/bin/jest'),
    // Before the others: the option takes all that follows up to the next one.
    ...reporters,
    '--json',
    `--outputFile=${resultsFile}`,
    ...process.argv.slice(2),
  ],
  // Jest's report for people goes to stderr; with --outputFile nothing goes to stdout.
  { cwd: root, stdio: ['ignore', output, output, process.stderr.fd] },
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
  if (!forPeople) process.stderr.write(readFileSync(outputFile, 'utf8').slice(-4_000));
  code = code === 0 ? 1 : code;
}
if (code !== 0 && !forPeople) {
  // What a failed test says to run it again in the same way, such as its seed.
  for (const text of readFileSync(outputFile, 'utf8').split('\n')) {
    if (text.startsWith('REFILL_')) process.stderr.write(`${text}\n`);
  }
  process.stderr.write(`All that was printed: ${path.relative(root, outputFile)}\n`);
}
process.stdout.write(`${line}\n`);
process.exitCode = code;
