import { type Command, Option } from 'commander';
import { EXIT_CODES } from '../exit-codes';
import { expectedGrowthSeconds } from '../growth/expected-growth-seconds';
import { GROWTH_CURVES, type GrowthCurve, type GrowthOptions } from '../growth/growth-options';
import { curveText } from '../growth/growth-report';
import { runGrowth } from '../growth/run-growth';
import {
  addServerOptions,
  count,
  counts,
  type ServerCommandLine,
  serverOptions,
} from './option-values';
import { showProgress } from './show-progress';

const OPEN_ORDERS = [1_000, 10_000, 50_000];
const HISTORY_ROWS = [10_000, 30_000, 100_000, 300_000, 1_000_000];

/** What commander makes of the command line. */
interface CommandLine extends ServerCommandLine {
  readonly folder: string;
  readonly only?: readonly GrowthCurve[];
  readonly orders: number;
  readonly open: readonly number[];
  readonly rows: readonly number[];
}

/** How figures change while things grow. */
export function addGrowthCommand(program: Command): void {
  const command = program
    .command('growth')
    .description('Measures how figures change while things grow, and draws the curves as SVG.')
    .option('--folder <folder>', 'gets the curves; those not measured stay', 'tmp/performance')
    .addOption(new Option('--only <curve...>', 'measure these alone').choices(GROWTH_CURVES))
    .option('--orders <number>', 'orders per sample', count, 200)
    .addOption(numbers('--open <numbers>', 'how many orders are open', OPEN_ORDERS))
    .addOption(numbers('--rows <numbers>', 'how many orders the history holds', HISTORY_ROWS))
    .addHelpText(
      'after',
      `
Takes about an hour and a half on two cores, most of it for 50,000 open orders. Curves: concurrency (1 to 256 orders at once, --orders
or three per lane), notifications (2 to 50 per order, twice --orders in all), history-size (--rows; draws list-page too), open-orders
(--open; draws shipments too).

There are no bars: it ends with 0, or with 2 when it could not measure.`,
    )
    .action(async ({ folder, only, orders, open, rows, ...line }: CommandLine) => {
      const options: GrowthOptions = {
        ...serverOptions(line),
        curves: GROWTH_CURVES.filter((curve) => only?.includes(curve) ?? true),
        folder,
        orders,
        openOrders: open,
        historyRows: rows,
      };
      const plan = options.curves.map((name) => ({
        name,
        seconds: expectedGrowthSeconds(name, options),
      }));
      const curves = await showProgress(plan, (progress, atEnd) =>
        runGrowth(options, progress, atEnd),
      );
      process.stdout.write(curves.map(curveText).join('\n'));
      process.stderr.write(`The curves: ${folder}\n`);
      process.exitCode = EXIT_CODES.ok;
    });
  addServerOptions(command);
}

function numbers(flags: string, description: string, standard: readonly number[]): Option {
  return new Option(flags, description).argParser(counts).default(standard, standard.join(','));
}
