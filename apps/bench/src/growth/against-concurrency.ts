import type { MeasureGrowth } from './growth-options';
import { sampleOnce } from './sampled-orders';
import { curveOfSamples } from './samples';
import { thereAndBack } from './there-and-back';
import { startWarmRefill } from './warm-refill';

const LANES = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/** With fewer, filling and emptying the lanes would be most of it. */
const LEAST_PER_LANE = 3;

/** Orders against how many are on their way at once. */
export const againstConcurrency: MeasureGrowth = async (stack, { orders }, step) => {
  const refill = await startWarmRefill(stack, step);
  const samples = await thereAndBack(LANES, async (lanes, share) => {
    step(`${lanes} at once`, share);
    const pieces = Math.max(orders, lanes * LEAST_PER_LANE);
    return await sampleOnce(stack, refill, pieces, lanes);
  });
  await refill.stop();
  const about = {
    name: 'concurrency',
    title: 'Orders, placed to closed, against how many are on their way at once',
    grows: 'orders at once',
    piece: 'order',
  };
  return [curveOfSamples(about, samples)];
};
