import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { inLanes, perSecond } from '../figures/in-lanes';
import { orderNames } from '../figures/order-rates';
import type { RunningRefill } from '../sides/refill-side';
import type { BenchStack } from '../stack/bench-stack';
import { postAndTake } from '../stack/post-notification';
import type { MeasureGrowth } from './growth-options';
import { curveOfSamples, sample } from './samples';
import { thereAndBack } from './there-and-back';
import { startWarmRefill } from './warm-refill';

const SIZES = [2, 5, 10, 20, 50];
const LANES = 16;
/** Every lane has work until near the end, also where an order has many notifications. */
const LEAST_PER_LANE = 2;

/** Notifications against how many an order gets: one places it, the others ship one product each. Nobody gets mails. */
export const againstNotifications: MeasureGrowth = async (stack, { orders }, step) => {
  const refill = await startWarmRefill(stack, step);
  const samples = await thereAndBack(SIZES, async (size, share) => {
    step(`${size} notifications per order`, share);
    // As many notifications as that many orders have that are shipped at once.
    const pieces = Math.max(LANES * LEAST_PER_LANE, Math.ceil((orders * 2) / size));
    const lives = livesOf(stack, size, pieces);
    return await sample(stack, refill, pieces * size, () => runLives(stack, refill, lives));
  });
  await refill.stop();
  const about = {
    name: 'notifications',
    title: 'Notifications against how many an order gets',
    grows: 'notifications per order',
    piece: 'notification',
  };
  return [curveOfSamples(about, samples)];
};

/** An order from its first notification to its last. */
interface Life {
  readonly orderId: string;
  /** Signed. */
  readonly bodies: readonly string[];
}

function livesOf({ signer }: BenchStack, size: number, orders: number): readonly Life[] {
  const asins = Array.from(
    { length: size - 1 },
    (_, at) => `B0BENCH${String(at).padStart(3, '0')}`,
  );
  return orderNames('long-', orders).map((orderId) => {
    const order = { orderId, customerId: 'amzn1.account.NOBODY' };
    const placed = signer.body('OrderPlacedNotification', { ...order, asins });
    const shipped = asins.map((asin) =>
      signer.body('ItemShippedNotification', { ...order, asins: [asin] }),
    );
    return { orderId, bodies: [placed, ...shipped] };
  });
}

/** @returns notifications per second */
async function runLives(
  { temporal }: BenchStack,
  { ingestionUrl }: RunningRefill,
  lives: readonly Life[],
): Promise<number> {
  const ms = await inLanes(lives.length, LANES, async (at) => {
    const life = lives[at];
    if (life === undefined) throw new Error('unreachable');
    for (const body of life.bodies) await postAndTake(ingestionUrl, body);
    await temporal.client.workflow.getHandle(orderWorkflowId(life.orderId)).result();
  });
  const notifications = lives.reduce((sum, { bodies }) => sum + bodies.length, 0);
  return perSecond(notifications, ms);
}
