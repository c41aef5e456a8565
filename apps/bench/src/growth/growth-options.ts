import type { ServerOptions } from '../stack/bench-temporal';
import type { BenchStack } from '../stack/bench-stack';
import type { Curve } from './curve';

/** What can be measured against growth, in the order in which it is. */
export const GROWTH_CURVES = [
  'concurrency',
  'notifications',
  'history-size',
  'open-orders',
] as const;

/** Something that grows. */
export type GrowthCurve = (typeof GROWTH_CURVES)[number];

/** How far curves go, and where they are drawn. */
export interface GrowthOptions extends ServerOptions {
  readonly curves: readonly GrowthCurve[];
  /** Gets one SVG per curve, and `curves.json`. */
  readonly folder: string;
  /** Orders per sample. */
  readonly orders: number;
  /** How many orders are open, ascending. */
  readonly openOrders: readonly number[];
  /** How many orders the history holds, ascending. */
  readonly historyRows: readonly number[];
}

/** Says what is being done. @param share how much of the curve is done, from 0 to 1 */
export type Step = (text: string, share: number) => void;

/** Draws and keeps curves that are not finished, so that a run that is broken off leaves what it measured. */
export type KeepSoFar = (curves: readonly Curve[]) => void;

/** Measures at growing sizes. */
export type MeasureGrowth = (
  stack: BenchStack,
  options: GrowthOptions,
  step: Step,
  keepSoFar: KeepSoFar,
) => Promise<readonly Curve[]>;
