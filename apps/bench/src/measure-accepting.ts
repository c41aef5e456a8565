import type { BarName } from './bars';
import type { BenchOptions } from './bench-options';
import { type AcceptRates, acceptRates } from './figures/accept-rates';
import { type SignalRates, signalRates } from './figures/ceiling-signals';
import { type CpuOfParts, cpuOf } from './figures/cpu-of-parts';
import type { Recorder } from './recorder';
import type { BenchStack } from './stack/bench-stack';
import { benchProgram } from './stack/built-program';
import type { RunningService } from './stack/refill-services';

/** So many pairs at least: the ratio of a single one says little on a busy machine. */
const LEAST_PAIRS = 7;

/** How many notifications are on their way at once, and which bars that is judged by. */
const CONCURRENCY: readonly { readonly lanes: number; bar: BarName; floor: BarName }[] = [
  { lanes: 1, bar: 'accept1', floor: 'acceptFloor1' },
  { lanes: 16, bar: 'accept16', floor: 'acceptFloor16' },
  { lanes: 64, bar: 'accept64', floor: 'acceptFloor64' },
];

/** Ceiling A against ingestion and the least that could stand in its place, in turns, with no worker at all. */
export async function measureAccepting(
  stack: BenchStack,
  options: BenchOptions,
  recorder: Recorder,
): Promise<void> {
  const refill = await stack.service('ingestion');
  const bare = await stack.service('ingestion', { program: benchProgram('bare-ingestion') });
  const { client, pid } = stack.temporal;
  const ceilingA = (pieces: number, lanes: number): Promise<SignalRates> =>
    signalRates(client, pieces, lanes, () => cpuOf({ Temporal: pid }));
  const taken = (
    { url, program }: RunningService,
    pieces: number,
    lanes: number,
  ): Promise<AcceptRates> =>
    acceptRates(stack, url, pieces, lanes, () => cpuOf({ ingestion: program.pid, Temporal: pid }));
  recorder.step('ceiling A and ingestion, warming up');
  await ceilingA(options.orders, 16);
  for (const service of [refill, bare]) await taken(service, options.orders * 4, 16);
  const pairs = Math.max(LEAST_PAIRS, options.rounds);
  for (const [at, { lanes, bar, floor }] of CONCURRENCY.entries()) {
    // One at a time is slow, and needs fewer to be measured as well.
    const pieces = lanes === 1 ? Math.ceil(options.orders / 4) : options.orders;
    const ratios: number[] = [];
    for (let pair = 1; pair <= pairs; pair += 1) {
      recorder.step(
        `ceiling A and ingestion, ${lanes} at once, pair ${pair} of ${pairs}`,
        (at + (pair - 1) / pairs) / CONCURRENCY.length,
      );
      // Every second pair the other way round.
      const ceilingBefore = pair % 2 === 0 ? null : await ceilingA(pieces, lanes);
      const leastBefore = pair % 2 === 0 ? await taken(bare, pieces, lanes) : null;
      const accepted = await taken(refill, pieces, lanes);
      const ceiling = ceilingBefore ?? (await ceilingA(pieces, lanes));
      const least = leastBefore ?? (await taken(bare, pieces, lanes));
      recorder.rate(`ceiling A, ${lanes} at once: signalWithStart/s`, ceiling.fresh);
      recorder.rate(`ceiling A, ${lanes} at once: signal/s`, ceiling.signal);
      recorder.rate(`ceiling A, ${lanes} at once: duplicates/s`, ceiling.duplicates);
      recorder.rate(`ingestion, ${lanes} at once: fresh orders/s`, accepted.fresh);
      recorder.rate(`ingestion, ${lanes} at once: duplicates/s`, accepted.duplicates);
      recorder.rate(`bare ingestion, ${lanes} at once: fresh orders/s`, least.fresh);
      if (lanes === 16) {
        const sides = { 'ceiling A': ceiling, ingestion: accepted, 'bare ingestion': least };
        recordCpu(recorder, sides);
      }
      recorder.bar(bar, accepted.fresh / ceiling.fresh);
      if (lanes === 64) recorder.bar('duplicates', accepted.duplicates / accepted.fresh);
      ratios.push(accepted.fresh / ceiling.fresh);
    }
    recorder.bar(floor, Math.min(...ratios));
  }
  for (const { program } of [bare, refill]) await program.stop();
}

/** What a fresh order costs each part of each side, with 16 at once. */
function recordCpu(
  recorder: Recorder,
  sides: Readonly<Record<string, { readonly freshCpu: CpuOfParts }>>,
): void {
  for (const [side, { freshCpu }] of Object.entries(sides)) {
    for (const [part, ms] of freshCpu) {
      recorder.rate(`${side}, 16 at once: CPU ms per fresh order, ${part}`, ms);
    }
  }
}
