import { newOrderId, Refill } from './test-support/refill';
import { queryRows } from './test-support/query-rows';
import { until } from './test-support/until';

const CUSTOMER = 'amzn1.account.E2E';
const ago = (ms: number): Date => new Date(Date.now() - ms);
const chosen = (asin: string, subscribed = true) => ({
  subscribed,
  productInfoList: [{ asin, quantity: 1, unit: 'count' }],
});
const empty = { subscribed: false, productInfoList: [] };

describe('the life of a device, everything real', () => {
  let refill: Refill;
  beforeAll(async () => {
    refill = await Refill.start({ DEVICE_NUDGE_AFTER: '3s' });
    await refill.putContact(CUSTOMER, { email: 'customer@example.com', locale: 'en' });
  }, 120_000);
  afterAll(async () => {
    await refill.stop();
  });

  const mailsAbout = (serialNumber: string) =>
    refill.mail.mails.filter((mail) => mail.text?.includes(serialNumber) === true);

  it('is welcomed, nudged, subscribed, changed, said goodbye to, and comes back', async () => {
    const serialNumber = 'whole-life';
    const tell = async (
      type: Parameters<Refill['amazon']['deviceNotification']>[0],
      slots?: Parameters<Refill['amazon']['deviceNotification']>[1]['slots'],
    ): Promise<void> => {
      const about = slots === undefined ? { serialNumber } : { serialNumber, slots };
      expect(await refill.post(refill.amazon.deviceNotification(type, about))).toBe(200);
    };
    await tell('DeviceRegisteredNotification');
    await tell('SubscriptionChangedNotification', { black: empty, colour: empty });
    expect(await refill.deviceMails(serialNumber, 'device-welcome')).toEqual(['email-sent']);
    expect(await refill.deviceMails(serialNumber, 'choose-products')).toEqual(['email-sent']);
    expect((await refill.device(serialNumber))?.status).toBe('registered');

    await tell('SubscriptionChangedNotification', { black: chosen('B0BLACK001'), colour: empty });
    const subscribed = await refill.deviceThat(
      serialNumber,
      ({ status }) => status === 'subscribed',
    );
    expect(subscribed.workflow.workflowId).toBe(`device:model/${serialNumber}`);
    expect(subscribed.subscriptionVersion).toBe('2.0');
    const causeOfBlack = async (): Promise<string | null> => {
      const slots = (await refill.device(serialNumber))?.slots;
      return slots?.find(({ slotId }) => slotId === 'black')?.cause ?? null;
    };
    expect(await causeOfBlack()).toBe('product-chosen');
    for (const [slot, cause] of [
      [chosen('B0BLACK002'), 'product-replaced'],
      [chosen('B0BLACK002', false), 'switched-off'],
      [chosen('B0BLACK002'), 'switched-on'],
      [empty, 'selection-cleared'],
      [chosen('B0BLACK003'), 'product-chosen'],
    ] as const) {
      await tell('SubscriptionChangedNotification', { black: slot, colour: empty });
      expect(await until(causeOfBlack, (answer) => answer === cause)).toBe(cause);
    }

    const orderId = newOrderId();
    await refill.post(
      refill.amazon.notification('OrderPlacedNotification', {
        orderId,
        serialNumber,
        time: ago(1_000),
      }),
    );
    await refill.orderWith(orderId, 'placed');
    expect((await refill.device(serialNumber))?.openOrders.map((order) => order.orderId)).toEqual([
      orderId,
    ]);

    await tell('DeviceDeregisteredNotification');
    const gone = await refill.deviceThat(serialNumber, ({ status }) => status === 'deregistered');
    expect(gone.deregisteredAt).not.toBeNull();
    expect(await refill.deviceMails(serialNumber, 'device-deregistered')).toEqual(['email-sent']);
    await until(
      () => refill.order(orderId),
      (order) => order?.deviceDeregisteredAt != null,
    );
    const handle = refill.temporal.client.workflow.getHandle(`device:model/${serialNumber}`);
    expect(await handle.result()).toBe('deregistered');

    await tell('DeviceRegisteredNotification');
    const back = await refill.deviceThat(serialNumber, ({ status }) => status === 'registered');
    expect(back.slots).toEqual([]);
    expect(back.deregisteredAt).toBeNull();
    expect(await refill.deviceMails(serialNumber, 'device-welcome', 2)).toEqual([
      'email-sent',
      'email-sent',
    ]);
    const events = await refill.deviceEvents(serialNumber);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter(({ type }) => type === 'device-registered')).toHaveLength(2);

    const subjects = mailsAbout(serialNumber).map((mail) => mail.subject);
    // Two welcomes, the nudge, six changes, the goodbye: a nudge of the second life may have come by now.
    expect(subjects.length).toBeGreaterThanOrEqual(10);
    expect(subjects.every((subject) => subject !== undefined && subject !== '')).toBe(true);

    const found = await until(
      async () => {
        const ids: string[] = [];
        const query = `DeviceStatus = 'registered' AND DeviceSerial = '${serialNumber}' AND CustomerId = '${CUSTOMER}'`;
        for await (const workflow of refill.temporal.client.workflow.list({ query })) {
          ids.push(workflow.workflowId);
        }
        return ids;
      },
      (ids) => ids.length > 0,
    );
    expect(found).toContain(`device:model/${serialNumber}`);
    expect(JSON.stringify((await handle.fetchHistory()).events)).not.toContain(
      'customer@example.com',
    );
  }, 120_000);

  it('ends the same whatever comes first, however often', async () => {
    const serialNumber = 'shuffled';
    const about = { serialNumber };
    const registered = refill.amazon.deviceNotification('DeviceRegisteredNotification', {
      ...about,
      time: ago(5_000),
    });
    const first = refill.amazon.deviceNotification('SubscriptionChangedNotification', {
      ...about,
      time: ago(4_000),
      slots: { black: empty },
    });
    const second = refill.amazon.deviceNotification('SubscriptionChangedNotification', {
      ...about,
      time: ago(3_000),
      slots: { black: chosen('A') },
    });
    for (const body of [second, first, second, registered, first, registered]) {
      expect(await refill.post(body)).toBe(200);
    }
    const device = await refill.deviceThat(
      serialNumber,
      ({ status, registeredAt }) => status === 'subscribed' && registeredAt !== null,
    );
    expect(device.slots).toMatchObject([
      { slotId: 'black', subscribed: true, products: [{ asin: 'A' }], cause: 'product-chosen' },
    ]);
    const types = (await refill.deviceEvents(serialNumber)).map(({ type }) => type);
    expect(types.filter((type) => type === 'subscription-changed')).toHaveLength(2);
    expect(types.filter((type) => type === 'device-registered')).toHaveLength(1);
  });

  it('goes on after the worker was killed', async () => {
    const serials = Array.from({ length: 20 }, (_, number) => `killed-${String(number)}`);
    for (const serialNumber of serials) {
      await refill.post(
        refill.amazon.deviceNotification('DeviceRegisteredNotification', {
          serialNumber,
          time: ago(2_000),
        }),
      );
    }
    await refill.service('worker').stop('SIGKILL');
    for (const serialNumber of serials) {
      await refill.post(
        refill.amazon.deviceNotification('SubscriptionChangedNotification', {
          serialNumber,
          slots: { black: chosen('A') },
        }),
      );
    }
    await refill.run('worker');
    for (const serialNumber of serials) {
      await until(
        () => refill.device(serialNumber),
        (device) => device?.status === 'subscribed',
        60_000,
      );
      await refill.deviceMails(serialNumber, 'subscription-changed');
      const types = (await refill.deviceEvents(serialNumber)).map(({ type }) => type);
      expect(types.filter((type) => type === 'device-registered')).toHaveLength(1);
      expect(types.filter((type) => type === 'subscription-changed')).toHaveLength(1);
    }
  }, 120_000);

  it('forgets a customer who is erased, in PostgreSQL and in running workflows', async () => {
    const customerId = 'amzn1.account.TOBEERASED';
    const serialNumber = 'erased-serial';
    await refill.putContact(customerId, { email: 'gone@example.com' });
    const about = { serialNumber, customerId };
    await refill.post(refill.amazon.deviceNotification('DeviceRegisteredNotification', about));
    const orderId = newOrderId();
    await refill.post(
      refill.amazon.notification('OrderPlacedNotification', {
        ...about,
        orderId,
        time: ago(1_000),
      }),
    );
    await refill.orderWith(orderId, 'placed');
    await refill.deviceThat(serialNumber, ({ status }) => status === 'registered');
    await refill.deviceMails(serialNumber, 'device-welcome');

    const erased = await until(
      () => refill.eraseCustomer(customerId),
      ({ status }) => status === 200,
    );
    expect(erased.status).toBe(200);
    const workflowsOf = async (id: string): Promise<readonly string[]> => {
      const ids: string[] = [];
      const query = `CustomerId = '${id}' AND ExecutionStatus = 'Running'`;
      for await (const workflow of refill.temporal.client.workflow.list({ query })) {
        ids.push(workflow.workflowId);
      }
      return ids.toSorted();
    };
    await until(
      () => workflowsOf(customerId),
      (ids) => ids.length === 0,
    );
    const pseudonym = (await refill.device(serialNumber))?.customerId ?? '';
    expect(pseudonym).toMatch(/^erased-[0-9a-f]{32}$/);
    const both = [`device:model/${serialNumber}`, `order:${orderId}`];
    await until(
      () => workflowsOf(pseudonym),
      (ids) => ids.join() === both.join(),
    );

    // Amazon goes on to use the id it knows.
    await refill.post(
      refill.amazon.deviceNotification('SubscriptionChangedNotification', {
        ...about,
        slots: { black: chosen('A') },
      }),
    );
    const device = await refill.deviceThat(serialNumber, ({ status }) => status === 'subscribed');
    expect(device.customerId).toBe(pseudonym);
    await refill.post(refill.amazon.notification('ItemShippedNotification', { ...about, orderId }));
    await refill.orderWith(orderId, 'shipped');
    expect(await placesOf(refill.database.url, customerId)).toEqual([]);
    expect(refill.mail.mails.filter((mail) => mail.text?.includes('gone@')).length).toBe(0);
  });

  it('tells which versions came, and how far a migration to 2.0 is', async () => {
    const modelId = 'TestNotifV2ForVendors';
    const orderId = newOrderId();
    const product = {
      asin: 'B0TEST0001',
      quantity: 1,
      unit: 'count',
      estimatedDeliveryDate: new Date(Date.now() + 86_400_000).toISOString(),
    };
    const migration = async (): Promise<unknown> =>
      await (await refill.history('/v1/versions/migration')).json();
    expect(await migration()).toMatchObject({ model: modelId, ready: false });
    await refill.post(
      refill.amazon.deviceNotification('SubscriptionChangedNotification', {
        serialNumber: 'old-words',
        slots: { black: true },
      }),
    );
    await refill.post(
      refill.amazon.deviceNotification('SubscriptionChangedNotification', {
        serialNumber: 'test-device',
        modelId,
        slots: { black: chosen('B0TEST0001') },
      }),
    );
    for (const type of ['OrderPlacedNotification', 'ItemShippedNotification'] as const) {
      await refill.post(
        refill.amazon.notification(type, {
          orderId,
          serialNumber: 'test-device',
          modelId,
          products: [product],
        }),
      );
    }
    await refill.orderWith(orderId, 'shipped');
    const ready = await until(migration, (answer) =>
      JSON.stringify(answer).includes('"ready":true'),
    );
    expect(ready).toMatchObject({
      forumPost: { subject: 'Upgrade SNS Notifications to v2.0' },
    });
    const versions: unknown = await (await refill.history('/v1/versions')).json();
    expect(JSON.stringify(versions)).toContain(modelId);
    const onOne: unknown = await until(
      async (): Promise<unknown> => await (await refill.history('/v1/versions/devices')).json(),
      (answer) => JSON.stringify(answer).includes('old-words'),
    );
    expect(JSON.stringify(onOne)).not.toContain('test-device');
  });
});

/** Where a text stands in a database: `table.column` of every column that holds it, whatever its type. */
async function placesOf(databaseUrl: string, text: string): Promise<readonly string[]> {
  const columns = await queryRows(
    databaseUrl,
    `select table_name, column_name, data_type from information_schema.columns
     join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const places: string[] = [];
  for (const column of columns) {
    const name = String(column['column_name']);
    const table = String(column['table_name']);
    const value =
      column['data_type'] === 'bytea' ? `encode("${name}", 'escape')` : `"${name}"::text`;
    const rows = await queryRows(
      databaseUrl,
      `select from "${table}" where position($1 in ${value}) > 0 limit 1`,
      [text],
    );
    if (rows.length > 0) places.push(`${table}.${name}`);
  }
  return places;
}
