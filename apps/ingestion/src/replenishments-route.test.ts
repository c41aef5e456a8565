import { randomUUID } from 'node:crypto';
import { getOrder } from '@refill/order-history/get-order';
import { recordOrder } from '@refill/order-history/record-order';
import { testRecord, testSnapshot } from '@refill/order-history/test-order';
import { orderEventsIn } from './test-support/stored-rows';
import { startTestIngestion, TEST_TOKEN, type TestIngestion } from './test-support/test-ingestion';

let ingestion: TestIngestion;
beforeAll(async () => {
  ingestion = await startTestIngestion({
    ORDER_CANCEL_WINDOW: '10s',
    EMAIL_LOCAL_FIRST: 'false',
    INGESTION_TOKEN: `${TEST_TOKEN},second-ingestion-token`,
  });
});
afterAll(async () => {
  await ingestion.stop();
}, 30_000);

const call = (changes: object = {}) => ({
  eventInstanceId: `amzn1.dash.v2.o.${randomUUID()}`,
  detailCode: 'STANDARD_ORDER_PLACED',
  modelId: 'test-model',
  serialNumber: 'serial',
  slotId: 'slot',
  customerId: 'customer',
  requestedAt: '2026-01-01T11:00:00+01:00',
  ...changes,
});
const authorization = `Bearer ${TEST_TOKEN}`;
const send = async (body: unknown, headers: Record<string, string> = { authorization }) =>
  await ingestion.post('/v1/replenishments', body, headers);

describe('POST /v1/replenishments', () => {
  it.each(['STANDARD_ORDER_PLACED', 'TEST_ORDER_PLACED'])('starts an order by %s', async (code) => {
    const body = call({ detailCode: code });
    const orderId = body.eventInstanceId;
    expect(await send(body)).toMatchObject({
      status: 200,
      body: { orderId, workflowId: `order:${orderId}`, started: true },
    });
    expect(await ingestion.temporal.signalsOf(orderId)).toEqual([
      {
        name: 'ReplenishRequested',
        payload: {
          type: 'replenish-requested',
          notificationId: `replenish:${orderId}`,
          occurredAt: '2026-01-01T10:00:00.000Z',
          subject: {
            modelId: 'test-model',
            serialNumber: 'serial',
            slotId: 'slot',
            customerId: 'customer',
          },
          detailCode: code,
        },
      },
    ]);
    expect(await ingestion.temporal.inputOf(orderId)).toMatchObject({
      windows: { cancelWindowMs: 10_000 },
      emailLocalFirst: false,
    });
  });

  it('starts nothing by ORDER_INPROGRESS', async () => {
    const body = call({ detailCode: 'ORDER_INPROGRESS' });
    expect(await send(body)).toMatchObject({
      status: 200,
      body: { orderId: body.eventInstanceId, started: false },
    });
    expect(await ingestion.temporal.signalsOf(body.eventInstanceId)).toEqual([]);
  });

  it('is late for an order that has ended, and does not start it again', async () => {
    const body = call();
    const orderId = body.eventInstanceId;
    await send(body);
    await ingestion.temporal.endOrder(orderId);
    await recordOrder(
      ingestion.database.db,
      testRecord(testSnapshot({ orderId, status: 'shipped' })),
    );
    expect(await send(body)).toMatchObject({ status: 200, body: { orderId, started: false } });
    expect(await orderEventsIn(ingestion.database, orderId)).toEqual([
      { type: 'late-notification', notification_id: `replenish:${orderId}` },
    ]);
    expect((await getOrder(ingestion.database.db, orderId))?.requestedAt).toBe(
      '2026-01-01T10:00:00.000Z',
    );
  });

  it('says so when the order has ended and the history does not hold it', async () => {
    const body = call();
    await send(body);
    await ingestion.temporal.endOrder(body.eventInstanceId);
    expect(await send(body)).toMatchObject({
      status: 422,
      body: { code: 'ORDER_CLOSED_UNKNOWN' },
    });
  });

  it('names the fields that are wrong', async () => {
    const answer = await send({
      ...call({ eventInstanceId: ' ', requestedAt: 'today', slotId: undefined }),
    });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        code: 'REQUEST_INVALID',
        errors: expect.arrayContaining([
          expect.objectContaining({ path: 'body/eventInstanceId' }),
          expect.objectContaining({ path: 'body/slotId' }),
          expect.objectContaining({ path: 'body/requestedAt' }),
        ]),
      },
    });
    expect(await send(call({ detailCode: 'NEW_CODE' }))).toMatchObject({
      status: 400,
      body: { errors: [expect.objectContaining({ path: 'body/detailCode' })] },
    });
  });

  it('refuses a time that is yet to come, but for a small difference of clocks', async () => {
    const inMinutes = (minutes: number): string =>
      new Date(Date.now() + minutes * 60_000).toISOString();
    const early = call({ requestedAt: inMinutes(6) });
    expect(await send(early)).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID', errors: [{ path: 'body/requestedAt' }] },
    });
    expect(await ingestion.temporal.signalsOf(early.eventInstanceId)).toEqual([]);
    expect((await send(call({ requestedAt: inMinutes(4) }))).status).toBe(200);
  });

  it('refuses what is not UTF-8', async () => {
    const text = JSON.stringify(call({ slotId: 'slot-?' }));
    const body = Buffer.from(text);
    body[body.indexOf('?')] = 0xff;
    const response = await fetch(`${ingestion.url}/v1/replenishments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'BODY_NOT_UTF8' });
  });

  it('answers 409 to another call of the same id; the first stays', async () => {
    const first = call();
    const orderId = first.eventInstanceId;
    const subject = {
      modelId: first.modelId,
      serialNumber: first.serialNumber,
      slotId: first.slotId,
      customerId: first.customerId,
    };
    const notificationId = `replenish:${orderId}`;
    const occurredAt = '2026-01-01T10:00:00.000Z';
    const fact = {
      type: 'replenish-requested',
      detailCode: 'STANDARD_ORDER_PLACED',
      notificationId,
      occurredAt,
      subject,
    } as const;
    await send(first);
    // What the order's workflow records of it.
    await recordOrder(
      ingestion.database.db,
      testRecord(
        testSnapshot({ orderId, device: { modelId: 'test-model', serialNumber: 'serial' } }),
        {
          events: [
            {
              type: fact.type,
              key: `fact:${notificationId}`,
              occurredAt,
              notificationId,
              data: { fact },
            },
          ],
        },
      ),
    );
    expect((await send(first)).status).toBe(200);
    expect(await send({ ...first, requestedAt: '2026-01-01T10:00:00Z' })).toMatchObject({
      status: 200,
    });
    const signals = (await ingestion.temporal.signalsOf(orderId)).length;
    expect(await send({ ...first, slotId: 'another', customerId: 'other' })).toMatchObject({
      status: 409,
      body: {
        code: 'REPLENISHMENT_CONFLICT',
        errors: [{ path: 'body/slotId' }, { path: 'body/customerId' }],
      },
    });
    expect(await ingestion.temporal.signalsOf(orderId)).toHaveLength(signals);
    expect(ingestion.log.join('')).toContain('REPLENISHMENT_CONFLICT');
    expect(await ingestion.metric('refill_replenishments_total{')).toContainEqual(
      expect.stringMatching(/outcome="conflict".* 1$/),
    );
  });

  it('takes either of two tokens', async () => {
    const second = 'Bearer second-ingestion-token';
    expect((await send(call(), { authorization: second })).status).toBe(200);
  });

  it('needs the token', async () => {
    expect((await send(call(), {})).status).toBe(401);
    expect((await send(call(), { authorization: 'Bearer wrong' })).status).toBe(401);
  });

  it('is POST only', async () => {
    const response = await fetch(`${ingestion.url}/v1/replenishments`);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});
