import { newOrderId, Refill } from './test-support/refill';
import { until } from './test-support/until';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (ms: number): Date => new Date(Date.now() - ms);
const product = (asin: string, estimatedDeliveryDate?: Date) => ({
  asin,
  quantity: 1,
  unit: 'count',
  ...(estimatedDeliveryDate === undefined
    ? {}
    : { estimatedDeliveryDate: estimatedDeliveryDate.toISOString() }),
});

describe('the life of an order, everything real', () => {
  let refill: Refill;
  beforeAll(async () => {
    refill = await Refill.start();
    await refill.putContact('amzn1.account.E2E', {
      email: 'customer@example.com',
      name: 'Test Customer',
      locale: 'de',
    });
  }, 120_000);
  afterEach(() => {
    refill.mail.recipientReply = 250;
  });
  afterAll(async () => {
    await refill.stop();
  });

  it('goes from SNS to a workflow, two mails and the history', async () => {
    const orderId = newOrderId();
    expect(
      await refill.post(refill.amazon.notification('OrderPlacedNotification', { orderId })),
    ).toBe(200);
    await refill.eventOf(orderId, 'email-sent');
    expect(
      await refill.post(refill.amazon.notification('ItemShippedNotification', { orderId })),
    ).toBe(200);
    const order = await refill.orderWith(orderId, 'shipped');
    expect(order.workflow.workflowId).toBe(`order:${orderId}`);
    const types = await until(
      async () => (await refill.events(orderId)).map((event) => event.type),
      (answer) => answer.length === 4,
    );
    expect(types).toEqual(['order-placed', 'email-sent', 'item-shipped', 'email-sent']);
    expect((await refill.events(orderId)).map((event) => event.seq)).toEqual([1, 2, 3, 4]);
    const mails = refill.mail.mails.filter((mail) => mail.text?.includes('Test Customer'));
    expect(mails).toHaveLength(2);
    expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(2);

    const handle = refill.temporal.client.workflow.getHandle(`order:${orderId}`);
    expect(await handle.result()).toBe('shipped');
    const found = await until(
      async () => {
        const ids: string[] = [];
        const query = `OrderStatus = 'shipped' AND DeviceSerial = 'serial' AND SlotId = 'slot' AND CustomerId = 'amzn1.account.E2E'`;
        for await (const workflow of refill.temporal.client.workflow.list({ query })) {
          ids.push(workflow.workflowId);
        }
        return ids;
      },
      (ids) => ids.includes(`order:${orderId}`),
    );
    expect(found).toContain(`order:${orderId}`);
    const { events } = await handle.fetchHistory();
    expect(JSON.stringify(events)).not.toContain('customer@example.com');
  });

  it('ends the same whatever comes first, however often', async () => {
    const orderId = newOrderId();
    const placed = refill.amazon.notification('OrderPlacedNotification', {
      orderId,
      time: ago(3_000),
      products: [product('A'), product('B')],
    });
    const first = refill.amazon.notification('ItemShippedNotification', {
      orderId,
      time: ago(2_000),
      products: [product('A')],
    });
    const second = refill.amazon.notification('ItemShippedNotification', {
      orderId,
      time: ago(1_000),
      products: [product('B')],
    });
    for (const body of [second, second, first, placed, first]) {
      expect(await refill.post(body)).toBe(200);
    }
    const order = await refill.orderWith(orderId, 'shipped');
    expect(order.items.map((item) => [item.asin, item.shipped])).toEqual([
      ['A', true],
      ['B', true],
    ]);
    const types = await refill.eventOf(orderId, 'email-sent');
    expect(types.filter((type) => type === 'item-shipped')).toHaveLength(2);
    expect(types.filter((type) => type === 'order-placed')).toHaveLength(1);
  });

  it('keeps what comes after the end, and counts it in', async () => {
    const orderId = newOrderId();
    await refill.post(
      refill.amazon.notification('OrderPlacedNotification', { orderId, time: ago(3_000) }),
    );
    await refill.post(
      refill.amazon.notification('ItemShippedNotification', { orderId, time: ago(2_000) }),
    );
    const { runId } = (await refill.orderWith(orderId, 'shipped')).workflow;
    await refill.temporal.client.workflow.getHandle(`order:${orderId}`).result();
    const late = refill.amazon.notification('OrderCancelledNotification', { orderId });
    expect(await refill.post(late)).toBe(200);
    expect(await refill.post(late)).toBe(200);
    const order = await refill.orderWith(orderId, 'cancelled');
    expect(order.attention).toContain('contradiction');
    expect(order.workflow.runId).toBe(runId);
    const types = (await refill.events(orderId)).map((event) => event.type);
    expect(types.filter((type) => type === 'late-notification')).toHaveLength(1);
  });

  it('does not begin an order again that Temporal has forgotten', async () => {
    const orderId = newOrderId();
    const time = ago(2_000);
    await refill.post(refill.amazon.notification('OrderPlacedNotification', { orderId, time }));
    await refill.post(refill.amazon.notification('ItemShippedNotification', { orderId }));
    await refill.orderWith(orderId, 'shipped');
    const handle = refill.temporal.client.workflow.getHandle(`order:${orderId}`);
    await handle.result();
    await refill.temporal.connection.workflowService.deleteWorkflowExecution({
      namespace: refill.temporal.namespace ?? 'default',
      workflowExecution: { workflowId: `order:${orderId}` },
    });
    await until(
      () =>
        handle.describe().then(
          () => false,
          () => true,
        ),
      (gone) => gone,
    );
    expect((await refill.order(orderId))?.status).toBe('shipped');
    expect(
      await refill.post(refill.amazon.notification('OrderPlacedNotification', { orderId, time })),
    ).toBe(200);
    expect(await handle.result()).toBe('late');
    await refill.eventOf(orderId, 'late-notification');
    expect((await refill.order(orderId))?.status).toBe('shipped');
  });

  it('tells the second cancellation in a row from the first', async () => {
    const cancelOrder = async (): Promise<string> => {
      const orderId = newOrderId();
      const about = { orderId, slotId: 'cancelled-slot' };
      await refill.post(
        refill.amazon.notification('OrderPlacedNotification', { ...about, time: ago(1_000) }),
      );
      await refill.orderWith(orderId, 'placed');
      await refill.post(refill.amazon.notification('OrderCancelledNotification', about));
      await refill.orderWith(orderId, 'cancelled');
      await until(
        async () =>
          (await refill.events(orderId)).filter((event) => event.type.startsWith('email-')).length,
        (mails) => mails === 2,
      );
      return refill.mail.mails.at(-1)?.text ?? '';
    };
    expect(await cancelOrder()).toContain('5 Tagen');
    const second = await cancelOrder();
    expect(second).not.toContain('5 Tagen');
    expect(second).toContain('100');
  });

  it('lets a call of Replenish end unresolved when Amazon cancels it', async () => {
    const orderId = newOrderId();
    const status = await refill.replenish({
      eventInstanceId: orderId,
      detailCode: 'STANDARD_ORDER_PLACED',
      modelId: 'model',
      serialNumber: 'serial',
      slotId: 'slot',
      customerId: 'amzn1.account.E2E',
      requestedAt: ago(71 * HOUR).toISOString(),
    });
    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).toBeLessThan(300);
    await refill.orderWith(orderId, 'requested');
    await refill.post(refill.amazon.notification('OrderCancelledNotification', { orderId }));
    const order = await refill.orderWith(orderId, 'cancelled');
    expect(order.cancellationReason).toBe('unresolved');
  });

  it('marks and mails an overdue order, and expires it in the end', async () => {
    const orderId = newOrderId();
    await refill.post(
      refill.amazon.notification('OrderPlacedNotification', {
        orderId,
        time: ago(2 * DAY),
        products: [product('A', new Date(Date.now() + 2_000))],
      }),
    );
    await refill.orderWith(orderId, 'awaiting-shipment');
    const types = await refill.eventOf(orderId, 'ship-overdue');
    expect(types.slice(0, 2)).toEqual(['order-placed', 'cancel-window-closed']);
    await until(
      () => refill.order(orderId),
      (order) => order?.attention.includes('ship-overdue') === true,
    );
    const forgotten = newOrderId();
    await refill.post(
      refill.amazon.notification('OrderPlacedNotification', {
        orderId: forgotten,
        time: ago(60 * DAY),
        products: [product('A', ago(30 * DAY))],
      }),
    );
    await refill.orderWith(forgotten, 'expired');
    // A backfill must not mail people.
    expect(await refill.eventOf(forgotten, 'expired')).not.toContain('email-sent');
  });

  it('reaches every open order of a device that is deregistered, whichever comes first', async () => {
    const serialNumber = 'deregistered-serial';
    const before = newOrderId();
    const started = ago(5_000);
    await refill.post(
      refill.amazon.notification('OrderPlacedNotification', {
        orderId: before,
        serialNumber,
        time: started,
      }),
    );
    await refill.orderWith(before, 'placed');
    expect(
      await refill.post(
        refill.amazon.notification('DeviceDeregisteredNotification', { orderId: '', serialNumber }),
      ),
    ).toBe(200);
    const after = newOrderId();
    await refill.post(
      refill.amazon.notification('OrderPlacedNotification', {
        orderId: after,
        serialNumber,
        time: started,
      }),
    );
    for (const orderId of [before, after]) {
      await refill.eventOf(orderId, 'device-deregistered');
      const order = await until(
        () => refill.order(orderId),
        (answer) => answer?.deviceDeregisteredAt != null,
      );
      expect(order?.status).toBe('placed');
    }
  });

  it('records that a mail was refused, and lets the order go on', async () => {
    refill.mail.recipientReply = 550;
    const orderId = newOrderId();
    await refill.post(refill.amazon.notification('OrderPlacedNotification', { orderId }));
    await refill.eventOf(orderId, 'email-failed');
    refill.mail.recipientReply = 250;
    await refill.post(refill.amazon.notification('ItemShippedNotification', { orderId }));
    await refill.orderWith(orderId, 'shipped');
    await refill.eventOf(orderId, 'email-sent');
  });

  it('sends a mail once the mail server takes it again', async () => {
    refill.mail.recipientReply = 451;
    const orderId = newOrderId();
    await refill.post(refill.amazon.notification('OrderPlacedNotification', { orderId }));
    const handle = refill.temporal.client.workflow.getHandle(`order:${orderId}`);
    await until(
      async () => (await handle.describe()).raw.pendingActivities?.length ?? 0,
      (pending) => pending > 0,
    );
    refill.mail.recipientReply = 250;
    await refill.eventOf(orderId, 'email-sent');
  });

  it('finishes orders after the worker was killed', async () => {
    // Killed within its work: some rows are written of which Temporal does not know yet.
    const orderIds = Array.from({ length: 20 }, newOrderId);
    for (const orderId of orderIds) {
      await refill.post(
        refill.amazon.notification('OrderPlacedNotification', { orderId, time: ago(1_000) }),
      );
    }
    await refill.service('worker').stop('SIGKILL');
    for (const orderId of orderIds) {
      await refill.post(refill.amazon.notification('ItemShippedNotification', { orderId }));
    }
    await refill.run('worker');
    for (const orderId of orderIds) {
      // Temporal gives the killed worker ten seconds before it hands its tasks to another.
      await refill.orderWith(orderId, 'shipped', 60_000);
      await refill.eventOf(orderId, 'email-sent');
      const types = (await refill.events(orderId)).map((event) => event.type);
      expect(types.filter((type) => type === 'order-placed')).toHaveLength(1);
      expect(types.filter((type) => type === 'item-shipped')).toHaveLength(1);
    }
  }, 90_000);

  it('answers for its history without a worker', async () => {
    const orderId = newOrderId();
    await refill.post(refill.amazon.notification('OrderPlacedNotification', { orderId }));
    await refill.orderWith(orderId, 'placed');
    expect(await refill.service('worker').stop()).toBe(0);
    expect((await refill.order(orderId))?.status).toBe('placed');
    expect((await refill.history('/v1/orders?status=placed&limit=5')).status).toBe(200);
    await refill.run('worker');
  });
});
