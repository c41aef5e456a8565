import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BenchStack, startBenchStack } from '../stack/bench-stack';
import { againstConcurrency } from './against-concurrency';
import { againstHistorySize } from './against-history-size';
import { againstNotifications } from './against-notifications';
import { againstOpenOrders } from './against-open-orders';
import type { Curve } from './curve';
import { drawCurve } from './draw-curve';

/** How far the curves go, and where they are drawn. */
export interface GrowthOptions {
  /** Gets one SVG per curve and `curves.json`. */
  readonly folder: string;
  readonly openOrders: readonly number[];
}

type Measure = (stack: BenchStack, say: (text: string) => void) => Promise<readonly Curve[]>;

/** Measures how figures change while things grow, each curve on servers of its own, and draws them. */
export async function runGrowth(
  { folder, openOrders }: GrowthOptions,
  say: (text: string) => void,
): Promise<void> {
  const measures: readonly Measure[] = [
    async (stack) => [await againstConcurrency(stack, say)],
    async (stack) => [await againstNotifications(stack, say)],
    (stack) => againstHistorySize(stack, say),
    async (stack) => [await againstOpenOrders(stack, openOrders, say)],
  ];
  mkdirSync(folder, { recursive: true });
  const curves: Curve[] = [];
  for (const measure of measures) {
    const stack = await startBenchStack({ storage: 'memory', temporalAddress: null, say });
    const onSignal = (): void => {
      void stack.stop().finally(() => process.exit(130));
    };
    process.once('SIGINT', onSignal);
    try {
      for (const curve of await measure(stack, say)) {
        curves.push(curve);
        writeFileSync(path.join(folder, `${curve.name}.svg`), drawCurve(curve));
        writeFileSync(path.join(folder, 'curves.json'), `${JSON.stringify(curves, null, 2)}\n`);
      }
    } finally {
      process.off('SIGINT', onSignal);
      await stack.stop();
    }
  }
}
