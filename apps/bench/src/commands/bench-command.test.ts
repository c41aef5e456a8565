import { BenchCommand } from './bench-command';

/** What a command line does: which command runs, or what is wrong with it. */
function resultOf(...words: string[]): string {
  let result = '';
  const program = new BenchCommand('bench')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeErr: (text) => {
        result += text;
      },
    })
    .option('--rounds <number>')
    .action(() => {
      result += 'compare';
    });
  for (const name of ['counts', 'growth']) {
    program
      .command(name)
      .option('--folder <folder>')
      .action(() => {
        result += name;
      });
  }
  try {
    program.parse(words, { from: 'user' });
  } catch {
    // Told already.
  }
  return result;
}

it.each([
  ['compare', []],
  ['compare', ['--rounds', '3']],
  ['growth', ['growth', '--folder', 'here']],
])('runs %s when it is asked for: %j', (name, words) => {
  expect(resultOf(...words)).toBe(name);
});

it.each([[['growht']], [['growht', '--folder', 'here']], [['--rounds', '3', 'growht', 'counts']]])(
  'says of a command that it does not know which there are: %j',
  (words) => {
    expect(resultOf(...words)).toBe("error: unknown command 'growht'; there are: counts, growth\n");
  },
);

it('leaves what is wrong behind the name of a command to that command', () => {
  expect(resultOf('counts', 'growht')).toContain("too many arguments for 'counts'");
});
