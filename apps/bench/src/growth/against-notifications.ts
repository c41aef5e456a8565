import { randomUUID } from 'node:crypto';
import { cpuOfParts, cpuPerPiece } from '../figures/cpu-of-parts';
import { inLanes, perSecond } from '../figures/in-lanes';
import { refillOverHttp, type RunningRefill } from '../order-sides';
import type { BenchStack } from '../stack/bench-stack';
import { postNotification } from '../stack/post-notification';
import type { Curve } from './curve';
import { curveOfSamples, type OrderSample } from './sampled-orders';

const SIZES = [2, 5, 10, 20, 50];
const NOTIFICATIONS = 1_000;
const LANES = 32;

/** Notifications against how many an order gets: one places it, the others ship one product each. */
export async function againstNotifications(
  stack: BenchStack,
  say: (text: string) => void,
): Promise<Curve> {
  const running = await refillOverHttp(stack).start();
  await runOrders(stack, running, 2, 128);
  const samples: [number, OrderSample][] = [];
  for (const size of SIZES) {
    const sample = await runOrders(stack, running, size, Math.ceil(NOTIFICATIONS / size));
    say(`${size} notifications per order: ${sample.perSecond.toFixed(1)} notifications/s`);
    samples.push([size, sample]);
  }
  await running.stop();
  const curve = curveOfSamples(
    {
      name: 'notifications',
      title: 'Notifications against how many an order gets',
      grows: 'notifications per order',
    },
    samples,
  );
  return {
    ...curve,
    rate: { ...curve.rate, name: 'notifications/s' },
    cost: curve.cost.map((series) => ({
      ...series,
      name: series.name.replace('per order', 'per notification'),
    })),
  };
}

/** Places orders and ships them product by product. @returns figures per notification */
async function runOrders(
  stack: BenchStack,
  running: RunningRefill,
  size: number,
  orders: number,
): Promise<OrderSample> {
  const run = randomUUID().slice(0, 8);
  const asins = Array.from(
    { length: size - 1 },
    (_, at) => `B0BENCH${String(at).padStart(3, '0')}`,
  );
  const lives = Array.from({ length: orders }, (_, at) => {
    const order = { orderId: `long-${run}-${size}-${at}`, customerId: 'amzn1.account.NOBODY' };
    const placed = stack.signer.body('OrderPlacedNotification', { ...order, asins });
    const shipped = asins.map((asin) =>
      stack.signer.body('ItemShippedNotification', { ...order, asins: [asin] }),
    );
    return { orderId: order.orderId, bodies: [placed, ...shipped] };
  });
  const before = cpuOfParts(stack, running);
  const ms = await inLanes(orders, LANES, async (at) => {
    const life = lives[at];
    if (life === undefined) throw new Error('unreachable');
    for (const body of life.bodies) await postNotification(running.ingestionUrl, body);
    await stack.client.workflow.getHandle(`order:${life.orderId}`).result();
  });
  const after = cpuOfParts(stack, running);
  return {
    perSecond: perSecond(orders * size, ms),
    cpuMsPerOrder: cpuPerPiece(before, after, orders * size),
  };
}
