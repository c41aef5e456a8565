import type { BenchOptions, BenchPart } from './bench-options';
import { measureAccepting } from './measure-accepting';
import { measureCounts } from './measure-counts';
import { measureLatency } from './measure-latency';
import { measureOrders } from './measure-orders';
import { measurePure } from './measure-pure';
import { measureReading } from './measure-reading';
import { measureStart } from './measure-start';
import { type Noise, watchNoise } from './noise/noise';
import type { Progress } from './progress/progress';
import { type Figures, Recorder } from './recorder';
import type { BenchStack } from './stack/bench-stack';
import type { AtEnd } from './stack/ending';
import { withBenchStack } from './stack/with-bench-stack';

/** All that was measured. */
export interface BenchResult extends Figures {
  /** What else went on, by part; empty where the system does not tell. */
  readonly noise: Readonly<Partial<Record<BenchPart, Noise>>>;
  /** The version of the Temporal server. */
  readonly temporalServer: string | null;
}

type Measure = (stack: BenchStack, options: BenchOptions, recorder: Recorder) => Promise<void>;

/** Each on servers of its own: what one leaves behind, such as orders without a worker, must not slow the next. */
const MEASURES: Readonly<Record<BenchPart, Measure>> = {
  pure: measurePure,
  counts: measureCounts,
  accept: measureAccepting,
  orders: measureOrders,
  latency: measureLatency,
  reading: measureReading,
  start: measureStart,
};

/**
 * Runs the bench on servers of its own. The sides take turns, so that the machine's moods meet all of them.
 * @param keep gets what was measured after each part: what comes later may fail
 */
export async function runBench(
  options: BenchOptions,
  progress: Progress,
  atEnd: AtEnd,
  keep: (soFar: BenchResult) => void,
): Promise<BenchResult> {
  const recorder = new Recorder(progress);
  const noise: Partial<Record<BenchPart, Noise>> = {};
  let temporalServer: string | null = null;
  const soFar = (): BenchResult => ({ ...recorder.figures, noise: { ...noise }, temporalServer });
  for (const part of options.parts) {
    progress.begin(part);
    await withBenchStack(options, progress, atEnd, async (stack) => {
      temporalServer = stack.temporal.version;
      const noiseSoFar = watchNoise();
      await MEASURES[part](stack, options, recorder);
      const heard = noiseSoFar();
      if (heard !== null) noise[part] = heard;
    });
    keep(soFar());
  }
  return soFar();
}
