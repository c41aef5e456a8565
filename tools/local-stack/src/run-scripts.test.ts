import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { temporaryFolder } from './test-support/temporary-folder';

const scripts = path.resolve(__dirname, '../../run');

/** Evaluates an expression with the exports of a script that only plain Node can load. */
function evaluate(script: string, expression: string): unknown {
  const code = `import * as script from ${JSON.stringify(path.join(scripts, script))};
console.log(JSON.stringify(${expression}));`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }),
  );
}

describe('npm start', () => {
  it('explains itself without building', () => {
    const { stdout, status } = spawnSync(
      process.execPath,
      [path.join(scripts, 'start.mjs'), '--help'],
      { encoding: 'utf8' },
    );
    expect(status).toBe(0);
    for (const word of ['--verbose', 'POSTGRES_PORT     15432', 'REFILL_HOME']) {
      expect(stdout).toContain(word);
    }
  });

  it('refuses an option it does not know', () => {
    const { stderr, status } = spawnSync(
      process.execPath,
      [path.join(scripts, 'start.mjs'), '--fast'],
      { encoding: 'utf8' },
    );
    expect(status).toBe(2);
    expect(stderr).toContain("Unknown option '--fast'");
  });
});

describe('nodeProblem', () => {
  it.each([
    ['18.20.0', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['22.1.0', true],
    ['24.0.0', true],
  ])('Node %s: %s', (version, fine) => {
    const problem = evaluate('installation.mjs', `script.nodeProblem('${version}')`);
    expect(problem === null).toBe(fine);
  });
});

describe('installationProblem', () => {
  const wanted = {
    '': {},
    'libs/a': {},
    'node_modules/@refill/a': { resolved: 'libs/a', link: true },
    'node_modules/x': { version: '1.0.0' },
    'node_modules/other-system': { version: '1.0.0', optional: true },
  };

  function problem(installed: unknown): unknown {
    const folder = temporaryFolder();
    fs.writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ packages: wanted }));
    if (installed !== undefined) {
      fs.mkdirSync(path.join(folder, 'node_modules/@refill/a'), { recursive: true });
      fs.mkdirSync(path.join(folder, 'node_modules/x'), { recursive: true });
      fs.writeFileSync(
        path.join(folder, 'node_modules/.package-lock.json'),
        JSON.stringify({ packages: installed }),
      );
    }
    return evaluate('installation.mjs', `script.installationProblem(${JSON.stringify(folder)})`);
  }

  const link = { 'node_modules/@refill/a': { resolved: 'libs/a', link: true } };

  it.each([
    ['nothing', undefined, 'nothing is installed yet'],
    ['all that matters', { ...link, 'node_modules/x': { version: '1.0.0' } }, null],
    ['too little', link, 'node_modules/x is missing'],
    [
      'something old',
      { ...link, 'node_modules/x': { version: '0.9.0' } },
      'node_modules/x is not the version wanted',
    ],
  ])('tells when %s is installed', (_name, installed, expected) => {
    expect(problem(installed)).toBe(expected);
  });
});

describe('totalsLine', () => {
  const none = {
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
  };

  it.each([
    [{ ...none, numPassedTests: 7 }, '7 passed, 0 failed'],
    [
      { ...none, numPassedTests: 7, numFailedTests: 1, numRuntimeErrorTestSuites: 2 },
      '7 passed, 3 failed',
    ],
    [{ ...none, numPendingTests: 1, numTodoTests: 1 }, '0 passed, 0 failed, 2 skipped'],
  ])('counts %j', (results, line) => {
    expect(evaluate('test-totals.mjs', `script.totalsLine(${JSON.stringify(results)})`)).toBe(line);
  });
});
