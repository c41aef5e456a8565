import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { verdictsOf } from './bars';
import { BENCH_PARTS, type BenchOptions, type BenchPart } from './bench-options';
import { runGrowth } from './growth/run-growth';
import { reportText } from './report';
import { runBench } from './run-bench';

const program = new Command('npm run bench --')
  .description(
    "Measures Refill beside Temporal's own ceilings, on the same server in the same run.",
  )
  .option('--rounds <number>', 'how often each figure is measured', count, 5)
  .option('--orders <number>', 'orders per round and side', count, 200)
  .option('--lanes <number>', 'how many orders are on their way at once', count, 64)
  .addOption(new Option('--only <part...>', 'measure these parts alone').choices(BENCH_PARTS))
  .addOption(
    new Option('--storage <kind>', 'of the development server')
      .choices(['memory', 'file'])
      .default('memory'),
  )
  .option('--temporal <address>', 'another Temporal server; its namespace "default" gets workflows')
  .option('--json <file>', 'write all figures, round by round', 'tmp/bench.json')
  .addHelpText(
    'after',
    `
Everything that is needed is started for it and goes with it. Nothing else should run on the machine: the ratios hold on a busy
one, more or less, the absolute figures don't. It ends with 1 when a bar is missed.`,
  )
  .action(compare);

program
  .command('growth')
  .description('Measures how figures change while things grow, and draws the curves as SVG.')
  .option('--folder <folder>', 'gets the curves', 'docs/performance')
  .option('--open <numbers>', 'how many open orders, ascending', counts, [1_000, 10_000, 50_000])
  .action(
    async ({ folder, open }: { readonly folder: string; readonly open: readonly number[] }) => {
      await runGrowth({ folder, openOrders: open }, teller());
    },
  );

/** What commander makes of the command line. */
type CommandLine = Omit<BenchOptions, 'temporalAddress' | 'parts'> & {
  readonly temporal?: string;
  readonly json: string;
  readonly only?: readonly BenchPart[];
};

async function compare({ temporal, json, only, ...rest }: CommandLine): Promise<void> {
  const parts = BENCH_PARTS.filter((part) => only?.includes(part) ?? true);
  const options = { ...rest, parts, temporalAddress: temporal ?? null };
  const at = new Date().toISOString();
  const load = loadavg()[0] ?? 0;
  const result = await runBench(options, teller());
  process.stdout.write(reportText(result));
  const machine = { cores: cpus().length, node: process.version, loadBefore: load };
  const verdicts = verdictsOf(result.bars);
  const document = { at, machine, options, verdicts, ...result };
  mkdirSync(path.dirname(json), { recursive: true });
  writeFileSync(json, `${JSON.stringify(document, null, 2)}\n`);
  process.stderr.write(`All figures: ${json}\n`);
  process.exitCode = verdicts.every(({ reached }) => reached) ? 0 : 1;
}

/** Tells what happens, with the seconds since the start. */
function teller(): (text: string) => void {
  const startedAt = Date.now();
  return (text) => {
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    process.stderr.write(`${String(seconds).padStart(5)} s  ${text}\n`);
  };
}

function counts(text: string): readonly number[] {
  return text.split(',').map(count);
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected 1 or more');
  return value;
}

program.parseAsync().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
