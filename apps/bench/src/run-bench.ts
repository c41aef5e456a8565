import type { BenchOptions, BenchPart } from './bench-options';
import { pureRate } from './figures/pure-rate';
import { measureAccepting } from './measure-accepting';
import { measureLatency } from './measure-latency';
import { measureOrders } from './measure-orders';
import { measureReading } from './measure-reading';
import { measureStart } from './measure-start';
import { type BenchResult, Recorder } from './recorder';
import { type BenchStack, startBenchStack } from './stack/bench-stack';

const PURE_NOTIFICATIONS = 3_000;

type Measure = (stack: BenchStack, options: BenchOptions, recorder: Recorder) => Promise<void>;

/** Each on servers of its own: what one leaves behind, such as orders without a worker, must not slow the next. */
const MEASURES: Readonly<Record<BenchPart, Measure>> = {
  pure: measurePure,
  accept: measureAccepting,
  orders: measureOrders,
  latency: measureLatency,
  reading: measureReading,
  start: measureStart,
};

/**
 * Runs the bench on servers of its own. The sides take turns, so that the machine's moods meet all of them.
 * @param say gets a line for each step and figure
 */
export async function runBench(
  options: BenchOptions,
  say: (text: string) => void,
): Promise<BenchResult> {
  const recorder = new Recorder(say);
  for (const part of options.parts) await runPart(part, options, recorder);
  return recorder.result;
}

async function runPart(part: BenchPart, options: BenchOptions, recorder: Recorder): Promise<void> {
  const { say } = recorder;
  say(`${part}: starting PostgreSQL, Temporal and a mail server`);
  const stack = await startBenchStack({ ...options, say });
  const onSignal = (): void => {
    say('stopping');
    void stack.stop().finally(() => process.exit(130));
  };
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  try {
    await MEASURES[part](stack, options, recorder);
  } finally {
    await stack.stop();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

async function measurePure(
  { signer }: BenchStack,
  { rounds }: BenchOptions,
  recorder: Recorder,
): Promise<void> {
  recorder.say('verifying, parsing and routing alone');
  for (let round = 0; round < rounds; round += 1) {
    recorder.bar('pure', await pureRate(signer, PURE_NOTIFICATIONS));
  }
}
