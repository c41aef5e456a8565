import type { BenchOptions } from './bench-options';
import { warmUp } from './figures/warm-up';
import { measureLaterShipments } from './measure-later-shipments';
import { measureMemory } from './measure-memory';
import { measureSide, type SideFigures } from './measure-side';
import type { Recorder } from './recorder';
import { startMinimal } from './sides/minimal-side';
import type { RunningSide } from './sides/order-side';
import { startRefill, startRefillBySqs } from './sides/refill-side';
import type { BenchStack } from './stack/bench-stack';

/** Before the rounds: how much of the part the warm-up is. After them comes the memory, as much again. */
const WARM_UP_SHARE = 0.1;

/**
 * Whole orders, placed to closed: hand-written for speed, naive, and Refill by both ways in. All sides are started and
 * warmed up once, then take turns on the same server; those whose turn it is not only poll.
 */
export async function measureOrders(
  stack: BenchStack,
  options: BenchOptions,
  recorder: Recorder,
): Promise<void> {
  recorder.step('starting all sides');
  const ceiling = await startMinimal(stack, 'tuned');
  const naive = await startMinimal(stack, 'naive');
  const refill = await startRefill(stack);
  const bySqs = await startRefillBySqs(stack, refill);
  const sides = [ceiling, naive, refill, bySqs];
  for (const [at, { label, orders }] of sides.entries()) {
    recorder.step(`warming up ${label}`, (WARM_UP_SHARE * at) / sides.length);
    await warmUp(stack, orders, options.warmUp, options.lanes);
  }
  for (let round = 0; round < options.rounds; round += 1) {
    const figures = new Map<RunningSide, SideFigures>();
    for (const [at, side] of inTurn(sides, round).entries()) {
      const share = (round + at / sides.length) / options.rounds;
      recorder.step(
        `round ${round + 1} of ${options.rounds}, ${side.label}`,
        WARM_UP_SHARE + (1 - 3 * WARM_UP_SHARE) * share,
      );
      figures.set(side, await measureSide(stack, side, options, recorder));
    }
    const of = (side: RunningSide): SideFigures => {
      const found = figures.get(side);
      if (found === undefined) throw new Error(`not measured: ${side.label}`);
      return found;
    };
    recorder.bar('ceilingB', of(refill).perSecond / of(ceiling).perSecond);
    recorder.bar('naive', of(refill).perSecond / of(naive).perSecond);
    recorder.bar('burst', of(refill).burstMs / of(naive).burstMs);
  }
  for (let round = 0; round < options.rounds; round += 1) {
    recorder.step(`round ${round + 1}, shipped after the time to cancel`, 1 - 2 * WARM_UP_SHARE);
    await measureLaterShipments(stack, refill, options, recorder);
  }
  for (const side of sides.toReversed()) await side.stop();
  recorder.step('memory of the worker', 1 - WARM_UP_SHARE);
  await measureMemory(stack, recorder);
}

/** Every second round the other way round: what comes first, and what comes after what, must not matter. */
function inTurn(sides: readonly RunningSide[], round: number): readonly RunningSide[] {
  return round % 2 === 0 ? sides : sides.toReversed();
}
