import { Command } from 'commander';
import { addCompareCommand } from './commands/compare';
import { addCountsCommand } from './commands/counts';
import { addGrowthCommand } from './commands/growth';

const program = new Command('npm run bench --').enablePositionalOptions();
addCompareCommand(program);
addCountsCommand(program);
addGrowthCommand(program);

program.parseAsync().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
