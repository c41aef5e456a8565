import { circumstances } from '../circumstances';
import { watchNoise } from '../noise/noise';
import type { Progress } from '../progress/progress';
import type { AtEnd } from '../stack/ending';
import { withBenchStack } from '../stack/with-bench-stack';
import { againstConcurrency } from './against-concurrency';
import { againstHistorySize } from './against-history-size';
import { againstNotifications } from './against-notifications';
import { againstOpenOrders } from './against-open-orders';
import type { Curve } from './curve';
import type { GrowthCurve, GrowthOptions, MeasureGrowth } from './growth-options';
import { keepCurves } from './kept-curves';

const MEASURES: Readonly<Record<GrowthCurve, MeasureGrowth>> = {
  concurrency: againstConcurrency,
  notifications: againstNotifications,
  'history-size': againstHistorySize,
  'open-orders': againstOpenOrders,
};

/** Measures how figures change while things grow, each curve on servers of its own, and draws them. */
export async function runGrowth(
  options: GrowthOptions,
  progress: Progress,
  atEnd: AtEnd,
): Promise<readonly Curve[]> {
  const { folder, orders, storage, temporalAddress } = options;
  const all: Curve[] = [];
  for (const name of options.curves) {
    const when = circumstances();
    progress.begin(name);
    await withBenchStack(options, progress, atEnd, async (stack) => {
      const noiseSoFar = watchNoise();
      const where = temporalAddress === null ? { storage } : { temporalAddress };
      const server = { ...where, temporalServer: stack.temporal.version };
      const keep = (curves: readonly Curve[]): void => {
        const noise = noiseSoFar();
        keepCurves(folder, curves, { ...when, ...server, orders, noise });
      };
      const curves = await MEASURES[name](stack, options, progress.step, keep);
      keep(curves);
      all.push(...curves);
    });
  }
  return all;
}
