import { CannotBeginError } from './cannot-begin-error';
import { BenchCommand } from './commands/bench-command';
import { addCompareCommand } from './commands/compare';
import { addCountsCommand } from './commands/counts';
import { addGrowthCommand } from './commands/growth';

const program = new BenchCommand('npm run bench --')
  .enablePositionalOptions()
  .showHelpAfterError('npm run bench -- --help tells what there is.')
  .hook('preSubcommand', (compare, subcommand) => {
    // They would be those of the comparison, and count for nothing.
    const given = compare.options.filter(
      (option) => compare.getOptionValueSource(option.attributeName()) === 'cli',
    );
    if (given.length === 0) return;
    const names = given.map(({ long }) => long).join(', ');
    compare.error(`error: ${names}: options of ${subcommand.name()} stand behind its name`);
  });
addCompareCommand(program);
addCountsCommand(program);
addGrowthCommand(program);

if (process.platform !== 'linux') {
  console.error('The bench reads CPU time and memory from /proc: run it on Linux.');
  process.exit(1);
}
program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof CannotBeginError ? `error: ${error.message}` : error);
  process.exit(1);
});
