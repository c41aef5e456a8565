import { sql } from 'kysely';
import { DEFAULT_DEVICE_WINDOWS } from '@refill/device-lifecycle/device-windows';
import { getContact, putContact } from './contacts';
import { isDatabaseUnavailable } from './database-failure';
import { erasedCustomersAmong } from './erased-customers';
import {
  finishErasure,
  getErasure,
  nextUnfinishedErasure,
  openWorkflowsOfCustomer,
  pseudonymiseCustomer,
  requestErasure,
} from './erasures';
import { getDevice } from './get-device';
import { getOrder } from './get-order';
import { loadDevice } from './load-device';
import { quarantineMessage } from './quarantine';
import { getQuarantined, listQuarantine } from './quarantine-list';
import { claimReplayItems, requestReplay, settleReplayItem } from './quarantine-replays';
import { recordDevice } from './record-device';
import { recordLateNotification } from './record-late-notification';
import { recordOrder } from './record-order';
import { createTestDatabase, type TestDatabase } from './test-database';
import { deregisteredFact, deviceRecord, registeredFact, subscribedFact } from './test-device';
import { untilSomebodyWaits } from './test-locks';
import { factEvent, placedFact, TEST_SUBJECT, testRecord, testSnapshot } from './test-order';
import { testQuarantined } from './test-quarantined';

const CUSTOMER = 'amzn1.account."ANN"/ä';
const OTHER = 'amzn1.account.BEN';
const WHO = { actor: 'somebody', token: '0123abcd' };
const PSEUDONYM = /^erased-[0-9a-f]{32}$/;

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

function orderOf(orderId: string, customerId: string, changes: object = {}) {
  const fact = placedFact({
    notificationId: `n-${orderId}`,
    subject: { ...TEST_SUBJECT, customerId },
  });
  return testRecord(testSnapshot({ orderId, customerId, ...changes }), {
    events: [factEvent(fact)],
  });
}
const deviceOf = (serialNumber: string) => ({ modelId: 'PetFeeder', serialNumber });

/** A device that was the customer's, and is another's now. */
function handedOn(serialNumber: string) {
  const facts = [
    registeredFact({ customerId: CUSTOMER }),
    subscribedFact({ customerId: CUSTOMER, occurredAt: '2026-01-05T10:00:01.000Z' }),
    deregisteredFact({ customerId: CUSTOMER, occurredAt: '2026-01-06T10:00:00.000Z' }),
    registeredFact({
      notificationId: 'n-2',
      customerId: OTHER,
      occurredAt: '2026-01-07T10:00:00.000Z',
    }),
  ];
  return deviceRecord(facts, { device: deviceOf(serialNumber) });
}

async function erase(customerId: string, batch = 2) {
  const erasure = await requestErasure(test.db, customerId, WHO);
  return await finishErasure(
    test.db,
    erasure,
    await pseudonymiseCustomer(test.db, erasure, { batch }),
  );
}

/** The columns in which any spelling of an id stands: `table.column`, sorted. */
async function tracesOf(customerId: string): Promise<readonly string[]> {
  const { rows: columns } = await sql<{ table: string; column: string; type: string }>`
    select table_name as "table", column_name as "column", data_type as type
    from information_schema.columns
    where table_schema = 'public' and data_type in ('text', 'json', 'jsonb', 'bytea', 'ARRAY')
    order by 1, 2`.execute(test.db);
  expect(columns.length).toBeGreaterThan(60);
  const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
  const spellings = [customerId, inJson(customerId), inJson(inJson(customerId))];
  const found: string[] = [];
  for (const { table, column, type } of columns) {
    const text =
      type === 'bytea'
        ? sql`convert_from(${sql.ref(column)}, 'UTF8')`
        : sql`${sql.ref(column)}::text`;
    // The salt is no text.
    if (column === 'salt') continue;
    const { rows } = await sql<{ found: boolean }>`
      select exists (select from ${sql.table(table)}, unnest(${spellings}::text[]) as spelling
                     where position(spelling in ${text}) > 0) as found`.execute(test.db);
    if (rows[0]?.found === true) found.push(`${table}.${column}`);
  }
  return found;
}

async function actions() {
  const rows = await test.db
    .selectFrom('erasure_actions')
    .select(['action', 'actor', 'token'])
    .orderBy('id')
    .execute();
  return rows.map(({ action, actor, token }) => [action, actor, token]);
}

it('leaves nothing of the customer’s id, and nothing else changes', async () => {
  await putContact(test.db, {
    customerId: CUSTOMER,
    email: 'a@example.com',
    name: 'A',
    locale: null,
  });
  await putContact(test.db, {
    customerId: OTHER,
    email: 'b@example.com',
    name: null,
    locale: null,
  });
  for (const id of ['o-1', 'o-2', 'o-3', 'o-4', 'o-5']) {
    await recordOrder(test.db, orderOf(id, CUSTOMER, id === 'o-5' ? { status: 'shipped' } : {}));
  }
  await recordOrder(test.db, orderOf('o-other', OTHER));
  // Another's order of which one fact names the customer.
  const stray = orderOf('o-stray', CUSTOMER);
  await recordOrder(test.db, { ...stray, snapshot: { ...stray.snapshot, customerId: OTHER } });
  const own = [registeredFact({ customerId: CUSTOMER })];
  for (const serial of ['SN-1', 'SN-2', 'SN-3']) {
    await recordDevice(test.db, deviceRecord(own, { device: deviceOf(serial) }));
  }
  await recordDevice(test.db, handedOn('SN-4'));
  const others = deviceRecord([registeredFact({ customerId: OTHER })], {
    device: deviceOf('SN-5'),
  });
  await recordDevice(test.db, others);
  const inner = JSON.stringify({ customerInfo: { directedCustomerId: CUSTOMER } });
  const bodies = [
    `${CUSTOMER} as it is`,
    inner,
    JSON.stringify({ Message: inner }),
    `not ${OTHER}`,
  ];
  for (const [index, body] of bodies.entries()) {
    await quarantineMessage(test.db, testQuarantined(`m-${String(index)}`, { body }));
  }
  await quarantineMessage(
    test.db,
    testQuarantined('m-header', { body: 'b', headers: { 'x-customer': CUSTOMER } }),
  );
  expect(await tracesOf(CUSTOMER)).toEqual([
    'contacts.customer_id',
    'device_events.data',
    'devices.carry',
    'devices.customer_id',
    'order_events.data',
    'orders.customer_id',
    'quarantine.body',
    'quarantine.headers',
  ]);
  const otherBefore = await tracesOf(OTHER);

  const erasure = await erase(CUSTOMER);
  expect(erasure).toEqual({
    pseudonym: expect.stringMatching(PSEUDONYM),
    customerId: null,
    requestedAt: expect.any(String),
    finishedAt: expect.any(String),
    liftedAt: null,
    who: WHO,
    counts: { orders: 5, orderEvents: 6, devices: 4, deviceEvents: 6, quarantined: 4 },
  });
  expect(await tracesOf(CUSTOMER)).toEqual([]);
  expect(await tracesOf(OTHER)).toEqual(otherBefore);
  expect(await getOrder(test.db, 'o-1')).toMatchObject({ customerId: erasure.pseudonym });
  expect(await getOrder(test.db, 'o-stray')).toMatchObject({ customerId: OTHER });
  expect(await getDevice(test.db, deviceOf('SN-4'))).toMatchObject({ customerId: OTHER });
  // What a later run begins with is whole, but for the id.
  const loaded = await loadDevice(test.db, deviceOf('SN-4'), DEFAULT_DEVICE_WINDOWS);
  expect(loaded.carry?.state.facts.map(({ customerId }) => customerId)).toEqual([
    erasure.pseudonym,
    erasure.pseudonym,
    erasure.pseudonym,
    OTHER,
  ]);
  expect(await openWorkflowsOfCustomer(test.db, erasure.pseudonym)).toEqual({
    orderIds: ['o-1', 'o-2', 'o-3', 'o-4', 'o-stray'],
    devices: ['SN-1', 'SN-2', 'SN-3', 'SN-4'].map(deviceOf),
  });
  expect(await nextUnfinishedErasure(test.db)).toBeNull();
});

it('is known by the customer and by the pseudonym, and by nobody else', async () => {
  expect(await getErasure(test.db, CUSTOMER)).toBeNull();
  const erasure = await erase(CUSTOMER);
  expect(await getErasure(test.db, CUSTOMER)).toEqual(erasure);
  expect(await getErasure(test.db, erasure.pseudonym)).toEqual(erasure);
  expect(await getErasure(test.db, OTHER)).toBeNull();
  const second = await createTestDatabase();
  try {
    const elsewhere = await requestErasure(second.db, CUSTOMER, WHO);
    expect(elsewhere.pseudonym).not.toBe(erasure.pseudonym);
  } finally {
    await second.drop();
  }
});

it('may be requested, carried out and finished again, and all of it is audited', async () => {
  await recordOrder(test.db, orderOf('o-1', CUSTOMER));
  const asked = await Promise.all(
    Array.from({ length: 4 }, () => requestErasure(test.db, CUSTOMER, WHO)),
  );
  expect(asked).toEqual(asked.map(() => asked[0]));
  const erasure = await nextUnfinishedErasure(test.db);
  if (erasure === null) throw new Error('an erasure was requested');
  expect(erasure).toEqual(asked[0]);
  const counts = await pseudonymiseCustomer(test.db, erasure, { batch: 1 });
  // A killed attempt is repeated from what it was given.
  expect(await pseudonymiseCustomer(test.db, erasure, { batch: 1 })).toEqual(counts);
  const finished = await finishErasure(test.db, erasure, counts);
  expect(await finishErasure(test.db, erasure, counts)).toEqual(finished);
  expect(await pseudonymiseCustomer(test.db, finished, { batch: 1 })).toEqual(counts);
  expect(await requestErasure(test.db, CUSTOMER, { actor: null, token: 'ffff0000' })).toEqual(
    finished,
  );
  expect(await requestErasure(test.db, erasure.pseudonym, WHO)).toEqual(finished);
  const { actor, token } = WHO;
  expect(await actions()).toEqual([
    ['requested', actor, token],
    ...[1, 2, 3].map(() => ['requested-again', actor, token]),
    ['finished', null, null],
    ['requested-again', null, 'ffff0000'],
    ['requested-again', actor, token],
  ]);
  for (const statement of [
    `update erasure_actions set actor = 'another'`,
    'delete from erasure_actions',
    'truncate erasure_actions',
    `update erasure_salt set salt = sha256('')`,
    'delete from erasure_salt',
  ]) {
    await expect(sql.raw(statement).execute(test.db)).rejects.toMatchObject({ code: '23001' });
  }
});

describe('what comes after it', () => {
  it('is written under the pseudonym, and the answer says so', async () => {
    const { pseudonym } = await erase(CUSTOMER);
    const order = orderOf('o-new', CUSTOMER);
    expect(await recordOrder(test.db, order)).toMatchObject({ customerPseudonym: pseudonym });
    const again = { ...order, revision: 2 };
    expect(await recordOrder(test.db, again)).toMatchObject({ customerPseudonym: pseudonym });
    // The run has forgotten the id, but Amazon says it again.
    const known = { ...order.snapshot, customerId: pseudonym };
    const events = [
      factEvent(
        placedFact({ notificationId: 'n-2', subject: { ...TEST_SUBJECT, customerId: CUSTOMER } }),
      ),
    ];
    const later = { ...order, snapshot: known, events, revision: 3 };
    expect(await recordOrder(test.db, later)).toMatchObject({ customerPseudonym: pseudonym });
    const silent = await recordOrder(test.db, { ...later, events: [], revision: 4 });
    expect(silent).not.toHaveProperty('customerPseudonym');
    const fact = placedFact({
      notificationId: 'n-late',
      subject: { ...TEST_SUBJECT, customerId: CUSTOMER },
    });
    expect(await recordLateNotification(test.db, { orderId: 'o-new', fact })).toBe('recorded');
    const device = handedOn('SN-1');
    const erasedCustomers = [{ customerId: CUSTOMER, pseudonym }];
    expect(await recordDevice(test.db, device)).toEqual({ erasedCustomers });
    expect(await recordDevice(test.db, { ...device, revision: 2 })).toEqual({ erasedCustomers });
    expect(await recordOrder(test.db, orderOf('o-other', OTHER))).not.toHaveProperty(
      'customerPseudonym',
    );
    expect(await erasedCustomersAmong(test.db, [OTHER, CUSTOMER, CUSTOMER, pseudonym])).toEqual(
      erasedCustomers,
    );
    expect(await erasedCustomersAmong(test.db, [])).toEqual([]);
    expect(await getOrder(test.db, 'o-new')).toMatchObject({ customerId: pseudonym });
    expect(await tracesOf(CUSTOMER)).toEqual([]);
  });

  it('is written under the pseudonym while it is under way, too', async () => {
    const erasure = await requestErasure(test.db, CUSTOMER, WHO);
    await recordOrder(test.db, orderOf('o-1', CUSTOMER));
    await recordDevice(test.db, handedOn('SN-1'));
    expect(await tracesOf(CUSTOMER)).toEqual(['erasures.customer_id']);
    await finishErasure(test.db, erasure, erasure.counts);
    expect(await tracesOf(CUSTOMER)).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5])('finds all that is recorded meanwhile (%i)', async (round) => {
    const work = Array.from({ length: 60 }, (_, index) => {
      const name = `${String(round)}-${String(index)}`;
      if (index === 20) return erase(CUSTOMER, 7);
      return index % 2 === 0
        ? recordOrder(test.db, orderOf(`o-${name}`, CUSTOMER))
        : recordDevice(test.db, handedOn(`SN-${name}`));
    });
    await Promise.all(work);
    expect(await tracesOf(CUSTOMER)).toEqual([]);
  });

  it('waits for a record in flight, and finds what that one writes', async () => {
    await recordOrder(test.db, { ...orderOf('o-1', OTHER), events: [] });
    let recording: Promise<unknown> | undefined;
    let requesting: ReturnType<typeof requestErasure> | undefined;
    let isRequested = false;
    await test.db.transaction().execute(async (trx) => {
      await sql`select from orders for update`.execute(trx);
      recording = recordOrder(test.db, { ...orderOf('o-1', CUSTOMER), revision: 2 });
      await untilSomebodyWaits(test.db);
      requesting = requestErasure(test.db, CUSTOMER, WHO);
      void requesting.then(() => (isRequested = true));
      await untilTwoWait();
      expect(isRequested).toBe(false);
    });
    expect(await recording).not.toHaveProperty('customerPseudonym');
    const erasure = await requesting;
    if (erasure === undefined) throw new Error('an erasure was requested');
    expect(await tracesOf(CUSTOMER)).toContain('orders.customer_id');
    const counts = await pseudonymiseCustomer(test.db, erasure, { batch: 10 });
    await finishErasure(test.db, erasure, counts);
    expect(counts).toMatchObject({ orders: 1, orderEvents: 1 });
    expect(await tracesOf(CUSTOMER)).toEqual([]);
  });

  it('is refused for now behind a transaction that hangs: others go on recording', async () => {
    await test.db.transaction().execute(async (hanging) => {
      await sql`select * from erased_customers_among('{}')`.execute(hanging);
      const failure: unknown = await requestErasure(test.db, CUSTOMER, WHO, {
        lockTimeoutMs: 50,
      }).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: '55P03' });
      expect(isDatabaseUnavailable(failure)).toBe(true);
      await recordOrder(test.db, orderOf('o-1', CUSTOMER));
    });
    expect(await getErasure(test.db, CUSTOMER)).toBeNull();
    expect(await getOrder(test.db, 'o-1')).toMatchObject({ customerId: CUSTOMER });
  });

  async function untilTwoWait() {
    for (;;) {
      const { rows } = await sql<{ waiting: number }>`
        select count(*)::int as waiting from pg_locks
        where not granted and pid in (
          select pid from pg_stat_activity where datname = current_database())`.execute(test.db);
      if ((rows[0]?.waiting ?? 0) >= 2) return;
    }
  }
});

describe('a contact that is stored again', () => {
  const contact = { customerId: CUSTOMER, email: 'a@example.com', name: null, locale: null };

  it('lifts it for what comes from then on', async () => {
    await recordOrder(test.db, orderOf('o-old', CUSTOMER));
    const { pseudonym } = await erase(CUSTOMER);
    expect(await putContact(test.db, contact, WHO)).toBe('created');
    expect(await putContact(test.db, contact, WHO)).toBe('replaced');
    expect(await getErasure(test.db, CUSTOMER)).toMatchObject({ liftedAt: expect.any(String) });
    expect(await erasedCustomersAmong(test.db, [CUSTOMER])).toEqual([]);
    expect(await recordOrder(test.db, orderOf('o-new', CUSTOMER))).not.toHaveProperty(
      'customerPseudonym',
    );
    expect(await recordDevice(test.db, handedOn('SN-1'))).toEqual({ erasedCustomers: [] });
    expect(await getOrder(test.db, 'o-new')).toMatchObject({ customerId: CUSTOMER });
    // An order that was erased stays so, whatever its run still knows or Amazon says.
    const old = { ...orderOf('o-old', CUSTOMER), revision: 2 };
    expect(await recordOrder(test.db, old)).toMatchObject({ customerPseudonym: pseudonym });
    const fact = placedFact({
      notificationId: 'n-late',
      subject: { ...TEST_SUBJECT, customerId: CUSTOMER },
    });
    await recordLateNotification(test.db, { orderId: 'o-old', fact });
    expect(await getOrder(test.db, 'o-old')).toMatchObject({ customerId: pseudonym });
    const { actor, token } = WHO;
    expect((await actions()).slice(2)).toEqual([['lifted', actor, token]]);

    const again = await erase(CUSTOMER);
    expect(again).toMatchObject({ pseudonym, liftedAt: null });
    expect(again.counts).toEqual({
      orders: 1,
      orderEvents: 1,
      devices: 1,
      deviceEvents: 3,
      quarantined: 0,
    });
    expect(await getContact(test.db, CUSTOMER)).toBeNull();
    expect(await tracesOf(CUSTOMER)).toEqual([]);
    expect((await actions()).slice(3).map(([action]) => action)).toEqual(['requested', 'finished']);
  });

  it('does not stop what is under way', async () => {
    await recordOrder(test.db, orderOf('o-1', CUSTOMER));
    const erasure = await requestErasure(test.db, CUSTOMER, WHO);
    await putContact(test.db, contact);
    expect(await recordOrder(test.db, orderOf('o-2', CUSTOMER))).toHaveProperty(
      'customerPseudonym',
    );
    const counts = await pseudonymiseCustomer(test.db, erasure, { batch: 10 });
    await finishErasure(test.db, erasure, counts);
    expect(await tracesOf(CUSTOMER)).toEqual(['contacts.customer_id']);
    expect(await recordOrder(test.db, orderOf('o-3', CUSTOMER))).not.toHaveProperty(
      'customerPseudonym',
    );
    expect((await actions()).map(([action, actor]) => [action, actor])).toEqual([
      ['requested', WHO.actor],
      ['lifted', null],
      ['finished', null],
    ]);
  });

  it('lets an attempt of before finish nothing that began again since', async () => {
    const first = await requestErasure(test.db, CUSTOMER, WHO);
    await putContact(test.db, contact);
    const second = await requestErasure(test.db, CUSTOMER, WHO);
    expect(await finishErasure(test.db, first, first.counts)).toEqual(second);
    expect(second).toMatchObject({ customerId: CUSTOMER, finishedAt: null, liftedAt: null });
  });

  it('of somebody never erased lifts nothing', async () => {
    await putContact(test.db, contact);
    expect(await actions()).toEqual([]);
  });
});

describe('a quarantined message that names the customer', () => {
  const body = JSON.stringify({ directedCustomerId: CUSTOMER });
  const erased = { body: 'erased', headers: {}, state: 'dropped' };

  async function idOf(messageId: string) {
    const page = await listQuarantine(test.db, { filter: {}, limit: 100, after: null });
    return page.items.find((item) => item.messageId === messageId)?.id ?? '';
  }

  it('is emptied and given up, with who asked for it', async () => {
    await quarantineMessage(test.db, testQuarantined('m-1', { body }));
    await erase(CUSTOMER);
    expect(await getQuarantined(test.db, await idOf('m-1'))).toMatchObject({
      ...erased,
      reasonCode: 'DRS_UNKNOWN_TYPE',
      actions: [{ action: 'erased', ...WHO }],
    });
    // A redelivery does not bring it back.
    expect(await quarantineMessage(test.db, testQuarantined('m-1', { body }))).toBe('known');
    expect(await tracesOf(CUSTOMER)).toEqual([]);
  });

  it('is emptied while it is replayed, and stays given up', async () => {
    await quarantineMessage(test.db, testQuarantined('m-1', { body }));
    const id = await idOf('m-1');
    await requestReplay(test.db, { ids: [id] }, WHO, { dryRun: false });
    const [item] = await claimReplayItems(test.db, 1, 60_000);
    if (item === undefined) throw new Error('a replay was requested');
    await erase(CUSTOMER);
    expect(await settleReplayItem(test.db, { ...item, outcome: 'quarantined', code: null })).toBe(
      'settled',
    );
    expect(await getQuarantined(test.db, id)).toMatchObject(erased);
  });

  it('cannot be changed in any other way', async () => {
    await quarantineMessage(test.db, testQuarantined('m-1', { body }));
    const update = (assignments: string, erasing = true) =>
      test.db.transaction().execute(async (trx) => {
        if (erasing) await sql`select set_config('refill.erasing', 'on', true)`.execute(trx);
        await sql.raw(`update quarantine set ${assignments}`).execute(trx);
      });
    const refused = { code: '23001' };
    const whole = `body = 'erased', headers = '{}', state = 'dropped'`;
    // No erasure is under way.
    await expect(update(whole)).rejects.toMatchObject(refused);
    const erasure = await requestErasure(test.db, CUSTOMER, WHO);
    for (const assignments of [
      `body = 'erased'`,
      `headers = '{}'`,
      `body = 'erased', headers = '{}'`,
      `body = 'erased', headers = '{"a":1}', state = 'dropped'`,
      `body = 'another', headers = '{}', state = 'dropped'`,
      `body = 'erased', headers = '{}', state = 'open'`,
      `${whole}, detail = 'another'`,
      `${whole}, message_id = 'another'`,
    ]) {
      await expect(update(assignments)).rejects.toMatchObject(refused);
    }
    await expect(update(whole, false)).rejects.toMatchObject(refused);
    await expect(sql`delete from quarantine`.execute(test.db)).rejects.toMatchObject(refused);
    await finishErasure(test.db, erasure, erasure.counts);
    await expect(update(whole)).rejects.toMatchObject(refused);
    expect(await getQuarantined(test.db, await idOf('m-1'))).toMatchObject({ body, state: 'open' });
  });
});
