import type { Storage } from './stack/temporal-dev-server';

/** The parts of the bench, in their order. */
export const BENCH_PARTS = ['pure', 'accept', 'orders', 'latency', 'reading', 'start'] as const;

/** A part of the bench. */
export type BenchPart = (typeof BENCH_PARTS)[number];

/** How much is measured, and on what. */
export interface BenchOptions {
  readonly parts: readonly BenchPart[];
  /** How often each figure is measured, the warm-up not counted. */
  readonly rounds: number;
  /** Orders per round and side. */
  readonly orders: number;
  /** How many are on their way at once. */
  readonly lanes: number;
  readonly storage: Storage;
  /** Another Temporal server; `null`: a development server of the bench's own. */
  readonly temporalAddress: string | null;
}
