import type { ServerOptions } from './stack/bench-temporal';

/** The parts of the bench, in their order. */
export const BENCH_PARTS = [
  'pure',
  'counts',
  'accept',
  'orders',
  'latency',
  'reading',
  'start',
] as const;

/** A part of the bench. */
export type BenchPart = (typeof BENCH_PARTS)[number];

/** How much is measured, and on what. */
export interface BenchOptions extends ServerOptions {
  readonly parts: readonly BenchPart[];
  /** How often each figure is measured, the warm-up not counted. */
  readonly rounds: number;
  /** Orders per round and side. */
  readonly orders: number;
  /** Orders of each side before anything is measured: for compilers, caches, connections and pollers. */
  readonly warmUp: number;
  /** How many are on their way at once. */
  readonly lanes: number;
}
