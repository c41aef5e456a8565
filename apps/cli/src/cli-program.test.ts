import { execFileSync } from 'node:child_process';
import type { Command } from 'commander';
import { createProgram } from './cli-program';
import { completionScript } from './commands/completion';
import { testScreen } from './test-support/screen';

function program(): Command {
  return createProgram({
    terminal: testScreen().terminal,
    env: {},
    cwd: '/',
    now: () => 0,
    signal: new AbortController().signal,
    client: () => {
      throw new Error('not used');
    },
  });
}

function all(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(all)];
}

it('has every command that there should be', () => {
  const names = program().commands.flatMap((group) =>
    group.commands.length === 0
      ? [group.name()]
      : group.commands.map((one) => `${group.name()} ${one.name()}`),
  );
  expect(names).toEqual([
    'status',
    'orders list',
    'orders show',
    'orders events',
    'orders export',
    'orders note',
    'orders resend',
    'orders end',
    'orders reconcile',
    'devices list',
    'devices show',
    'quarantine list',
    'quarantine show',
    'quarantine replay',
    'quarantine drop',
    'contacts get',
    'contacts set',
    'contacts delete',
    'contacts import',
    'contacts export',
    'customers erase',
    'customers erasure',
    'versions',
    'emails preview',
    'doctor',
    'simulate',
    'completion',
  ]);
});

it('says of every command and option what it is for', () => {
  for (const command of all(program())) {
    expect([command.name(), command.description()]).toEqual([
      command.name(),
      expect.stringMatching(/\w/),
    ]);
    for (const option of command.options) {
      if (['--name <name>', '--format <format>'].includes(option.flags)) continue;
      expect([option.flags, option.description]).toEqual([
        option.flags,
        expect.stringMatching(/\w/),
      ]);
    }
  }
});

describe('completion for bash', () => {
  const complete = (...words: readonly string[]): readonly string[] => {
    const script = `${completionScript('bash', program())}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${String(words.length - 1)}
_refill; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
  };

  it('names commands, then options', () => {
    expect(complete('refill', 'o')).toEqual(['orders']);
    expect(complete('refill', 'orders', 'e')).toEqual(['events', 'export', 'end']);
    expect(complete('refill', '--token', 'x', 'orders', 'list', '--att')).toEqual(['--attention']);
    expect(complete('refill', 'quarantine', 'replay', 'id', '--dry')).toEqual(['--dry-run']);
  });
});

it.each(['bash', 'zsh', 'fish'] as const)('makes a script for %s that names all', (shell) => {
  const script = completionScript(shell, program());
  for (const word of ['orders', 'export', 'quarantine', 'doctor']) expect(script).toContain(word);
});
