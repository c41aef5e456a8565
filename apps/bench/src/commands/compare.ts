import { type Command, Option } from 'commander';
import { BENCH_PARTS, type BenchPart } from '../bench-options';
import { EXIT_CODES_HELP } from '../exit-codes';
import { STANDARD_FIGURES_FILE } from './figures-file';
import { addServerOptions, count, type ServerCommandLine, serverOptions } from './option-values';
import { runParts } from './run-parts';

/** What commander makes of the command line. */
interface CommandLine extends ServerCommandLine {
  readonly rounds: number;
  readonly orders: number;
  readonly warmUp: number;
  readonly lanes: number;
  readonly json: string;
  readonly only?: readonly BenchPart[];
}

/** Without a subcommand: Refill beside Temporal's own ceilings. */
export function addCompareCommand(program: Command): void {
  program
    .description(
      "Measures Refill beside Temporal's own ceilings, on the same server in the same run.",
    )
    .option('--rounds <number>', 'how often each ratio is measured (accept: 7 at least)', count, 5)
    .option('--orders <number>', 'orders per round and side', count, 300)
    .option(
      '--warm-up <number>',
      'of the part orders: orders of each side before the first round',
      count,
      400,
    )
    .option('--lanes <number>', 'of the part orders: how many are on their way at once', count, 64)
    .addOption(new Option('--only <part...>', 'measure these parts alone').choices(BENCH_PARTS))
    .option('--json <file>', 'write all figures, round by round', STANDARD_FIGURES_FILE)
    .addHelpText(
      'after',
      `
Parts: pure (verify, parse and route, without Temporal), counts (what an order costs Temporal), accept (ingestion beside ceiling A),
orders (whole orders beside ceiling B and naive ones, a burst, memory of the worker), latency (at fixed arrivals), reading (pages and
the history API), start (services until they are ready). All of them take half an hour to three
quarters on two cores.

Everything that is needed is started for it and goes with it. Nothing else should run on the machine: the ratios hold on a busy
one, more or less, the absolute figures don't.

${EXIT_CODES_HELP}`,
    )
    .action(async ({ json, only, ...line }: CommandLine) => {
      const { rounds, orders, warmUp, lanes } = line;
      const parts = BENCH_PARTS.filter((part) => only?.includes(part) ?? true);
      const options = { ...serverOptions(line), parts, rounds, orders, warmUp, lanes };
      await runParts(options, json);
    });
  addServerOptions(program);
}
