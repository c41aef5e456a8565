import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { EXIT_CODES } from './exit-codes';

const PROGRAM = path.join(__dirname, '../dist/main.js');

function run(...words: string[]) {
  return spawnSync(process.execPath, [PROGRAM, ...words], { encoding: 'utf8' });
}

it('ends well when it only had to tell what there is', () => {
  const { status, stdout } = run('--help');
  expect(status).toBe(EXIT_CODES.ok);
  expect(stdout).toContain('with 1 when one is missed');
});

it.each([
  ["unknown command 'growht'", ['growht']],
  ["unknown option '--bar'", ['growth', '--bar']],
  ['Expected a whole number', ['--rounds', 'many']],
  ['options of counts stand behind its name', ['--rounds', '3', 'counts']],
  ['there is no folder', ['counts', '--json', path.join(__dirname, 'nowhere', 'counts.json')]],
])('does not end as if a bar was missed when it cannot begin: %s', (message, words) => {
  const { status, stderr } = run(...words);
  expect(stderr).toContain(message);
  expect(status).toBe(EXIT_CODES.failed);
});
