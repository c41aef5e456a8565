import { newOrderId, Refill } from './test-support/refill';
import { queryRows } from './test-support/query-rows';
import { until } from './test-support/until';

const ORDERS = 1_000;
const AT_ONCE = 24;
const SERIAL_NUMBER = 'busy-serial';
const CUSTOMER = 'amzn1.account.FANOUT';

describe('the deregistration of a device with a thousand open orders', () => {
  let refill: Refill;
  beforeAll(async () => {
    // Only the goodbye: a thousand mails of placed orders are another test's business.
    refill = await Refill.start({ EMAIL_KINDS: 'device-deregistered' });
    await refill.putContact(CUSTOMER, { email: 'customer@example.com' });
  }, 120_000);
  afterAll(async () => {
    await refill.stop();
  });

  const toldOrders = async (): Promise<number> => {
    const [row] = await queryRows(
      refill.database.url,
      `select count(*)::int as count from orders
       where serial_number = $1 and device_deregistered_at is not null`,
      [SERIAL_NUMBER],
    );
    return Number(row?.['count']);
  };

  it('reaches each of them once, through a killed worker', async () => {
    const time = new Date(Date.now() - 60_000);
    const orderIds = Array.from({ length: ORDERS }, newOrderId);
    const queue = [...orderIds];
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let orderId = queue.shift(); orderId !== undefined; orderId = queue.shift()) {
          expect(
            await refill.post(
              refill.amazon.notification('OrderPlacedNotification', {
                orderId,
                serialNumber: SERIAL_NUMBER,
                customerId: CUSTOMER,
                time,
              }),
            ),
          ).toBe(200);
        }
      }),
    );
    await until(
      async () =>
        (
          await queryRows(
            refill.database.url,
            `select order_id from orders where serial_number = $1 and status = 'placed'`,
            [SERIAL_NUMBER],
          )
        ).length,
      (count) => count === ORDERS,
      180_000,
    );

    const gone = refill.amazon.deviceNotification('DeviceDeregisteredNotification', {
      serialNumber: SERIAL_NUMBER,
      customerId: CUSTOMER,
    });
    expect(await refill.post(gone)).toBe(200);
    const toldBefore = await until(toldOrders, (count) => count > 0);
    await refill.service('worker').stop('SIGKILL');
    expect(toldBefore).toBeLessThan(ORDERS);
    await refill.run('worker');
    await until(toldOrders, (count) => count === ORDERS, 180_000);

    const events = await queryRows(
      refill.database.url,
      `select order_id from order_events where type = 'device-deregistered' and order_id = any($1)`,
      [orderIds],
    );
    expect(events).toHaveLength(ORDERS);

    const device = refill.temporal.client.workflow.getHandle(`device:model/${SERIAL_NUMBER}`);
    expect(await device.result()).toBe('deregistered');
    const started = (await device.fetchHistory()).events?.flatMap((event) => {
      const { attempt } = event.activityTaskStartedEventAttributes ?? {};
      return attempt === null || attempt === undefined ? [] : [attempt];
    });
    // The kill came in its middle: another attempt ended it.
    expect(Math.max(...(started ?? []))).toBeGreaterThan(1);

    expect(await refill.deviceMails(SERIAL_NUMBER, 'device-deregistered')).toEqual(['email-sent']);
    expect(await refill.post(gone)).toBe(200);
    // The redelivery begins a run that has nothing to do.
    await until(
      async () => (await device.describe()).status.name,
      (name) => name === 'COMPLETED',
    );
    expect(refill.mail.mails).toHaveLength(1);
  }, 600_000);
});
