import { CommanderError } from 'commander';
import { CannotBeginError } from './cannot-begin-error';
import { BenchCommand } from './commands/bench-command';
import { addCompareCommand } from './commands/compare';
import { addCountsCommand } from './commands/counts';
import { addGrowthCommand } from './commands/growth';
import { EXIT_CODES } from './exit-codes';

// Until a command has got to its end and says otherwise.
process.exitCode = EXIT_CODES.failed;
// What nobody catches would end the process with the code of a missed bar.
let uncaught = false;
process.on('uncaughtExceptionMonitor', () => {
  uncaught = true;
});
process.on('exit', (code) => {
  if (uncaught && code === EXIT_CODES.barMissed) process.exitCode = EXIT_CODES.failed;
});

const program = new BenchCommand('npm run bench --')
  .enablePositionalOptions()
  .exitOverride()
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
  process.exit(EXIT_CODES.failed);
}
program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    // It has told all itself; 0 is that of --help.
    process.exit(error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.failed);
  }
  console.error(error instanceof CannotBeginError ? `error: ${error.message}` : error);
  process.exit(EXIT_CODES.failed);
});
