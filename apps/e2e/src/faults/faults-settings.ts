import { durationMs } from '@refill/service/config';
import { z } from 'zod';

const wholeNumber = z.coerce.number().int().positive();

const schema = z.object({
  REFILL_TEST_TEMPORAL_EXECUTABLE: z.string().min(1),
  REFILL_FAULTS_SEED: wholeNumber.optional(),
  REFILL_FAULTS_SOAK: durationMs.optional(),
  REFILL_FAULTS_ORDERS: wholeNumber.default(2_000),
  REFILL_FAULTS_ROUNDS: wholeNumber.default(4),
});

/** How the fault tests run. */
export interface FaultsSettings {
  /** A `temporal` program. */
  readonly temporalExecutable: string;
  /** Decides the load and the faults: `REFILL_FAULTS_SEED` repeats those of an earlier run. */
  readonly seed: number;
  /** `REFILL_FAULTS_SOAK`: how long the load goes on at least, in ms; `null`: until all faults were played once. */
  readonly soakMs: number | null;
  /** `REFILL_FAULTS_ORDERS`: how many orders there are at least. */
  readonly orders: number;
  /** `REFILL_FAULTS_ROUNDS`: how often every part is killed. */
  readonly rounds: number;
}

/** Reads the settings from the environment. */
export function readFaultsSettings(env: NodeJS.ProcessEnv): FaultsSettings {
  const read = schema.parse(env);
  return {
    temporalExecutable: read.REFILL_TEST_TEMPORAL_EXECUTABLE,
    seed: read.REFILL_FAULTS_SEED ?? (Date.now() % 1_000_000) + 1,
    soakMs: read.REFILL_FAULTS_SOAK ?? null,
    orders: read.REFILL_FAULTS_ORDERS,
    rounds: read.REFILL_FAULTS_ROUNDS,
  };
}
