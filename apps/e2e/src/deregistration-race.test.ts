import { randomUUID } from 'node:crypto';
import { newOrderId, Refill } from './test-support/refill';
import { queryRows } from './test-support/query-rows';
import { until } from './test-support/until';

const PAIRS = 300;
const AT_ONCE = 24;

interface Pair {
  readonly orderId: string;
  readonly serialNumber: string;
}

describe('an order and its device’s deregistration, at the same time', () => {
  let refill: Refill;
  beforeAll(async () => {
    refill = await Refill.start();
  }, 120_000);
  afterAll(async () => {
    await refill.stop();
  });

  it(`misses none of ${String(PAIRS)} pairs, whichever comes first`, async () => {
    const started = new Date(Date.now() - 60_000);
    const run = randomUUID();
    const pairs: readonly Pair[] = Array.from({ length: PAIRS }, (_, number) => ({
      orderId: newOrderId(),
      serialNumber: `race-${run}-${String(number)}`,
    }));
    const sendBoth = async ({ orderId, serialNumber }: Pair, index: number): Promise<void> => {
      const order = () =>
        refill.post(
          refill.amazon.notification('OrderPlacedNotification', {
            orderId,
            serialNumber,
            time: started,
          }),
        );
      const device = () =>
        refill.post(
          refill.amazon.deviceNotification('DeviceDeregisteredNotification', { serialNumber }),
        );
      // A third the order first, a third the device first, the rest in the same breath.
      const answers =
        index % 3 === 0
          ? [await order(), await device()]
          : index % 3 === 1
            ? [await device(), await order()]
            : await Promise.all([order(), device()]);
      expect(answers).toEqual([200, 200]);
    };
    const queue = [...pairs.entries()];
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          await sendBoth(next[1], next[0]);
        }
      }),
    );

    const serials = pairs.map(({ serialNumber }) => serialNumber);
    const told = await until(
      async () =>
        await queryRows(
          refill.database.url,
          `select orders.order_id from orders
           join order_events using (order_id)
           where serial_number = any($1) and type = 'device-deregistered'
             and device_deregistered_at is not null`,
          [serials],
        ),
      (rows) => rows.length >= PAIRS,
      120_000,
    );
    // Each once: a second event of an order would be a row more.
    expect(new Set(told.map((row) => row['order_id']))).toEqual(
      new Set(pairs.map(({ orderId }) => orderId)),
    );
    expect(told).toHaveLength(PAIRS);
    const open = await queryRows(
      refill.database.url,
      `select status from orders where serial_number = any($1) and status <> 'placed'`,
      [serials],
    );
    expect(open).toEqual([]);
    const devices = await queryRows(
      refill.database.url,
      `select status, count(*)::int as count from devices where serial_number = any($1) group by status`,
      [serials],
    );
    expect(devices).toEqual([{ status: 'deregistered', count: PAIRS }]);
  }, 240_000);
});
