import type { Command } from 'commander';
import type { BenchOptions } from '../bench-options';
import { EXIT_CODES_HELP } from '../exit-codes';
import { addServerOptions, type ServerCommandLine, serverOptions } from './option-values';
import { runParts } from './run-parts';

/** No figure of this part depends on them. */
const NO_LOAD = { rounds: 1, orders: 1, warmUp: 1, lanes: 1 };

/** What an order costs Temporal: short, and the same on every machine. */
export function addCountsCommand(program: Command): void {
  const command = program
    .command('counts')
    .description(
      'Counts what an order costs Temporal, from placed to closed: the least of a handful. Takes half a minute.',
    )
    .option('--json <file>', 'write all figures, order by order')
    .addHelpText('after', `\n${EXIT_CODES_HELP}`)
    .action(async ({ json, ...line }: ServerCommandLine & { readonly json?: string }) => {
      const options: BenchOptions = { ...serverOptions(line), ...NO_LOAD, parts: ['counts'] };
      await runParts(options, json ?? null);
    });
  addServerOptions(command);
}
