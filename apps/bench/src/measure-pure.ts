import type { BenchOptions } from './bench-options';
import { pureRate } from './figures/pure-rate';
import type { Recorder } from './recorder';
import type { BenchStack } from './stack/bench-stack';

const NOTIFICATIONS = 3_000;

/** What ingestion does with a notification before it calls Temporal, alone. */
export async function measurePure(
  { signer }: BenchStack,
  { rounds }: BenchOptions,
  recorder: Recorder,
): Promise<void> {
  for (let round = 1; round <= rounds; round += 1) {
    recorder.step(
      `verifying, parsing and routing, round ${round} of ${rounds}`,
      (round - 1) / rounds,
    );
    recorder.bar('pure', await pureRate(signer, NOTIFICATIONS));
  }
}
