import fc from 'fast-check';
import { emailEvent } from '@refill/order-lifecycle/email-event';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import { claimEmail, settleEmail } from './claim-email';
import { putContact } from './contacts';
import { requestErasure } from './erasures';
import { getOrder } from './get-order';
import { listEvents } from './list-events';
import { versionsByModel } from './notification-versions';
import type { RecordOrderInput, WrittenOrder } from './order-record';
import { recordLateNotification } from './record-late-notification';
import { recordOrder } from './record-order';
import { recordOrderAtOnce } from './record-order-at-once';
import { recordOrderWithCare } from './record-order-with-care';
import { createTestDatabase, type TestDatabase } from './test-database';
import { factEvent, placedFact, TEST_SUBJECT, testRecord, testSnapshot } from './test-order';
import { testClaimant } from './test-claimant';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const messageId = '<1@example.com>';
const kind = 'order-placed';
const claimant = testClaimant();
const mails = [{ kind, messageId, claimant }] as const;

async function storedOf(orderId: string) {
  const row = await getOrder(test.db, orderId);
  const page = await listEvents(test.db, { orderId, limit: 100, after: 0 });
  return {
    row: row === null ? null : { ...row, orderId: '', workflowId: '', updatedAt: '' },
    events: (page?.events ?? []).map((event) => ({ ...event, recordedAt: '' })),
  };
}

describe('recordOrderAtOnce', () => {
  it('claims mails with the record, and tells of those that have ended', async () => {
    const orderId = 'claiming';
    const record = testRecord(testSnapshot({ orderId }), { emails: mails });
    const claimed = { kind, claim: { state: 'claimed', messageId } };
    expect(await recordOrderAtOnce(test.db, record)).toMatchObject({ claims: [claimed] });
    const other = {
      ...record,
      emails: [{ kind, messageId: '<2@example.com>', claimant }],
    } as const;
    expect(await recordOrderAtOnce(test.db, other)).toMatchObject({ claims: [claimed] });
    expect(await claimEmail(test.db, { orderId, kind, messageId: 'x', claimant })).toEqual(
      claimed.claim,
    );

    const elsewhere = [{ kind, messageId, claimant: testClaimant({ id: 'worker-2' }) }] as const;
    expect(await recordOrderAtOnce(test.db, { ...record, emails: elsewhere })).toMatchObject({
      claims: [{ kind, claim: { state: 'claimed-elsewhere' } }],
    });

    const outcome = { outcome: 'sent', messageId } as const;
    const occurredAt = '2026-01-05T10:00:01.000Z';
    await settleEmail(test.db, { orderId, kind, outcome, occurredAt });
    expect(await recordOrderAtOnce(test.db, record)).toMatchObject({
      claims: [{ kind, claim: { state: 'settled', outcome } }],
    });
  });

  it.each<[string, (orderId: string) => Promise<Partial<RecordOrderInput>>]>([
    ['another run wrote it', () => Promise.resolve({ runId: 'run-2' })],
    ['the record is older than the row', () => Promise.resolve({ revision: 1 })],
    [
      'a late notification did',
      async (orderId) => {
        const fact = placedFact({ notificationId: 'n-late' });
        await recordLateNotification(test.db, { orderId, fact });
        return {};
      },
    ],
    [
      'the workflow settles a mail',
      () =>
        Promise.resolve({
          events: [
            emailEvent(
              kind,
              { outcome: 'failed', code: 'EMAIL_GAVE_UP' },
              '2026-01-06T10:00:00.000Z',
            ),
          ],
        }),
    ],
  ])('writes nothing where %s', async (name, change) => {
    const orderId = `careful: ${name}`;
    await recordOrder(test.db, testRecord(testSnapshot({ orderId }), { revision: 2 }));
    const changes = { revision: 3, events: [factEvent(placedFact())], ...(await change(orderId)) };
    const before = await storedOf(orderId);
    const record = testRecord(testSnapshot({ orderId, status: 'shipped' }), {
      emails: mails,
      ...changes,
    });
    expect(await recordOrderAtOnce(test.db, record)).toBeNull();
    expect(await storedOf(orderId)).toEqual(before);
  });

  it('writes nothing of a customer who was erased', async () => {
    const orderId = 'of the erased';
    const customerId = 'amzn1.account.ERASED';
    await putContact(test.db, { customerId, email: 'a@example.com', name: null, locale: null });
    await requestErasure(test.db, customerId, { actor: null, token: '0123abcd' });
    const record = testRecord(testSnapshot({ orderId, customerId }), { emails: mails });
    expect(await recordOrderAtOnce(test.db, record)).toBeNull();
    expect(await getOrder(test.db, orderId)).toBeNull();
    expect(await recordOrder(test.db, record)).toMatchObject({ claims: [], contact: null });
  });

  const statuses = [
    'requested',
    'placed',
    'awaiting-shipment',
    'partially-shipped',
    'shipped',
  ] as const;
  const events: readonly OrderEvent[] = [
    factEvent(placedFact({ version: '2.0' })),
    factEvent(placedFact({ notificationId: 'n-other', version: '1.0' })),
    factEvent({ ...placedFact(), type: 'item-shipped', notificationId: 'n-1', items: [] }),
    {
      type: 'cancel-window-closed',
      key: 'cancel-window-closed',
      occurredAt: '2026-01-06T10:00:00.000Z',
      notificationId: null,
      data: {},
    },
  ];
  const steps = fc.array(
    fc.record({
      status: fc.constantFrom(...statuses),
      revision: fc.integer({ min: 1, max: 5 }),
      events: fc.array(fc.constantFrom(...events), { maxLength: 4 }),
      placedAt: fc.constantFrom(null, '2026-01-05T10:00:00.000Z'),
    }),
    { minLength: 1, maxLength: 5 },
  );
  let count = 0;

  it('leaves behind and tells exactly what a transaction with care does', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (life) => {
        count += 1;
        const told: Record<'quick' | 'careful', unknown[]> = { quick: [], careful: [] };
        for (const way of ['quick', 'careful'] as const) {
          const modelId = `${way}-${String(count)}`;
          const device = { modelId, serialNumber: TEST_SUBJECT.serialNumber };
          const inModel = (event: OrderEvent): OrderEvent =>
            'fact' in event.data && event.data.fact.type !== 'device-deregistered'
              ? JSON.parse(JSON.stringify(event).replaceAll(TEST_SUBJECT.modelId, modelId))
              : event;
          for (const { status, revision, events: some, placedAt } of life) {
            const snapshot = testSnapshot({ orderId: modelId, status, placedAt, device });
            const record = testRecord(snapshot, { revision, events: some.map(inModel) });
            const written: WrittenOrder =
              (way === 'quick' ? await recordOrderAtOnce(test.db, record) : null) ??
              (await recordOrderWithCare(test.db, record));
            told[way].push(written.change);
          }
        }
        expect(told.quick).toEqual(told.careful);
        const [quick, careful] = await Promise.all(
          (['quick', 'careful'] as const).map(async (way) => {
            const id = `${way}-${String(count)}`;
            const versions = (await versionsByModel(test.db)).filter(
              ({ modelId }) => modelId === id,
            );
            const stored: unknown = { ...(await storedOf(id)), versions };
            return JSON.stringify(stored).replaceAll(id, 'model');
          }),
        );
        expect(quick).toEqual(careful);
      }),
      { numRuns: 60 },
    );
  });
});
