import { DEVICE_EVENT_TYPES } from '@refill/device-lifecycle/device-event';
import { DEVICE_STATUSES } from '@refill/device-lifecycle/device-status';
import { DEFAULT_DEVICE_WINDOWS } from '@refill/device-lifecycle/device-windows';
import { emailEvent } from '@refill/device-lifecycle/email-event';
import { getDevice } from './get-device';
import { listDeviceEvents } from './list-device-events';
import { loadDevice } from './load-device';
import { readBesideOrder } from './read-beside-order';
import { recordDevice } from './record-device';
import { createTestDatabase, type TestDatabase } from './test-database';
import { testSnapshot } from './test-order';
import {
  deregisteredFact,
  deviceRecord,
  registeredFact,
  stateOf,
  subscribedFact,
} from './test-device';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const deviceOf = (serialNumber: string) => ({ modelId: 'PetFeeder', serialNumber });

async function keysOf(serialNumber: string) {
  const page = await listDeviceEvents(test.db, {
    device: deviceOf(serialNumber),
    limit: 1_000,
    after: 0,
  });
  return page?.events.map(({ seq, key }) => `${String(seq)} ${key}`);
}

it('gives back exactly what was recorded', async () => {
  const device = deviceOf('SN-all/ä');
  const facts = [
    registeredFact(),
    subscribedFact({ occurredAt: '2026-01-05T10:00:00.600Z' }),
    subscribedFact({
      notificationId: 'n-2',
      occurredAt: '2026-01-06T10:00:00.000Z',
      slots: [{ slotId: 'Slot1', subscribed: false, products: [] }],
    }),
  ];
  const record = deviceRecord(facts, { device });
  expect(await recordDevice(test.db, record)).toEqual({ erasedCustomers: [] });
  expect(await getDevice(test.db, device)).toEqual({
    ...record.snapshot,
    workflowId: 'device:PetFeeder/SN-all/ä',
    runId: 'run-1',
    updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  });
  expect(await loadDevice(test.db, device, DEFAULT_DEVICE_WINDOWS)).toEqual({
    generation: 1,
    carry: record.carry,
  });
  const page = await listDeviceEvents(test.db, { device, limit: 2, after: 0 });
  expect(page?.events).toEqual(
    record.events
      .slice(0, 2)
      .map((event, index) => ({ ...event, seq: index + 1, recordedAt: expect.any(String) })),
  );
  expect(page?.next).toBe(2);
  const rest = await listDeviceEvents(test.db, { device, limit: 2, after: 2 });
  expect(rest?.events.map(({ key }) => key)).toEqual(['fact:subscription-changed:n-2']);
  expect(rest?.next).toBeNull();
});

it('knows nothing of a device that was never recorded', async () => {
  const device = { modelId: 'OtherModel', serialNumber: 'SN-all/ä' };
  expect(await getDevice(test.db, device)).toBeNull();
  expect(await listDeviceEvents(test.db, { device, limit: 1, after: 0 })).toBeNull();
  expect(await loadDevice(test.db, device, DEFAULT_DEVICE_WINDOWS)).toEqual({
    generation: 0,
    carry: null,
  });
});

it('takes every status and type of event of the lifecycle', async () => {
  for (const status of DEVICE_STATUSES) {
    const record = deviceRecord([registeredFact()], { device: deviceOf(`SN-${status}`) });
    await recordDevice(test.db, { ...record, snapshot: { ...record.snapshot, status } });
  }
  const device = deviceOf('SN-types');
  const email = { kind: 'device-welcome', key: 'device-welcome:n-1' } as const;
  const second = { kind: 'choose-products', key: 'choose-products:n-1' } as const;
  const third = { kind: 'device-deregistered', key: 'device-deregistered:n-1' } as const;
  const at = '2026-01-05T11:00:00.000Z';
  const record = deviceRecord([registeredFact(), subscribedFact(), deregisteredFact()], { device });
  const events = [
    ...record.events,
    emailEvent(email, { outcome: 'sent', messageId: '<1@example.com>' }, at),
    emailEvent(second, { outcome: 'skipped', reason: 'too-old' }, at),
    emailEvent(third, { outcome: 'failed', code: 'EMAIL_GAVE_UP' }, at),
    {
      type: 'note',
      key: 'note:1',
      occurredAt: at,
      notificationId: null,
      data: { text: 'text' },
    } as const,
  ];
  await recordDevice(test.db, { ...record, events });
  const page = await listDeviceEvents(test.db, { device, limit: 100, after: 0 });
  expect(page?.events.map(({ type }) => type).toSorted()).toEqual(DEVICE_EVENT_TYPES.toSorted());
  // The mails whose end the events told are settled.
  const emails = await test.db
    .selectFrom('device_emails')
    .select(['key', 'outcome', 'message_id', 'detail'])
    .where('serial_number', '=', 'SN-types')
    .orderBy('key')
    .execute();
  expect(emails).toEqual([
    { key: second.key, outcome: 'skipped', message_id: null, detail: 'too-old' },
    { key: third.key, outcome: 'failed', message_id: null, detail: 'EMAIL_GAVE_UP' },
    { key: email.key, outcome: 'sent', message_id: '<1@example.com>', detail: null },
  ]);
});

it('numbers events without gaps and records none twice, however many write at once', async () => {
  const device = deviceOf('SN-crowd');
  const facts = Array.from({ length: 12 }, (_, index) =>
    subscribedFact({ notificationId: `n-${String(index % 6)}` }),
  );
  await Promise.all(
    facts.map((fact, index) => {
      const record = deviceRecord([registeredFact(), fact], { device, revision: index + 1 });
      return recordDevice(test.db, { ...record, events: [...record.events, ...record.events] });
    }),
  );
  const keys = (await keysOf('SN-crowd')) ?? [];
  expect(keys.map((key) => Number(key.split(' ')[0]))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(new Set(keys.map((key) => key.split(' ')[1])).size).toBe(7);
  const versions = await test.db
    .selectFrom('notification_versions')
    .select(['type', 'version', 'count'])
    .where('serial_number', '=', 'SN-crowd')
    .execute();
  expect(versions).toEqual([
    { type: 'SubscriptionChangedNotification', version: '2.0', count: '6' },
  ]);
});

it('tells notifications of one id apart by their type', async () => {
  const device = deviceOf('SN-same-id');
  await recordDevice(
    test.db,
    deviceRecord([registeredFact(), subscribedFact(), deregisteredFact()], { device }),
  );
  expect(await keysOf('SN-same-id')).toEqual([
    '1 fact:device-registered:n-1',
    '2 fact:subscription-changed:n-1',
    '3 fact:device-deregistered:n-1',
  ]);
});

describe('of two writes', () => {
  const registered = registeredFact();
  const subscribed = subscribedFact({ occurredAt: '2026-01-06T10:00:00.000Z' });
  const gone = deregisteredFact({ occurredAt: '2026-01-07T10:00:00.000Z' });

  it.each([
    ['an older revision', { generation: 1, revision: 1 }],
    ['an older generation, whatever its revision', { generation: 0, revision: 99 }],
  ])('%s loses, but keeps its events', async (name, older) => {
    const device = deviceOf(name);
    const newer = deviceRecord([registered, subscribed], { device, revision: 2 });
    await recordDevice(test.db, { ...newer, events: newer.events.slice(1) });
    await recordDevice(test.db, deviceRecord([registered], { device, ...older, runId: 'run-old' }));
    expect(await getDevice(test.db, device)).toMatchObject({
      status: 'subscribed',
      runId: 'run-1',
    });
    expect(await loadDevice(test.db, device, DEFAULT_DEVICE_WINDOWS)).toEqual({
      generation: 1,
      carry: newer.carry,
    });
    expect(await keysOf(name)).toEqual([
      '1 fact:subscription-changed:n-1',
      '2 fact:device-registered:n-1',
    ]);
  });

  it.each([
    ['a newer revision', { generation: 3, revision: 8 }],
    ['the same revision', { generation: 3, revision: 7 }],
    ['a newer generation, whatever its revision', { generation: 4, revision: 1 }],
  ])('%s wins', async (name, newer) => {
    const device = deviceOf(name);
    const started = { device, generation: 3, revision: 7 };
    await recordDevice(test.db, deviceRecord([registered, subscribed], started));
    const record = deviceRecord([registered, subscribed, gone], { device, ...newer });
    await recordDevice(test.db, { ...record, runId: 'run-2' });
    expect(await getDevice(test.db, device)).toMatchObject({
      status: 'deregistered',
      runId: 'run-2',
    });
    expect(await loadDevice(test.db, device, DEFAULT_DEVICE_WINDOWS)).toEqual({
      generation: newer.generation,
      carry: record.carry,
    });
  });

  it('the later wins however many come at once', async () => {
    const device = deviceOf('SN-race');
    const attempts = Array.from({ length: 30 }, (_, index) => ({
      generation: (index % 3) + 1,
      revision: (index * 7) % 10,
    }));
    await Promise.all(
      attempts.map(({ generation, revision }) => {
        const runId = `${String(generation)}.${String(revision)}`;
        const attempt = { device, generation, revision, runId };
        return recordDevice(test.db, deviceRecord([registered], attempt));
      }),
    );
    const latest = attempts.reduce((a, b) =>
      a.generation > b.generation || (a.generation === b.generation && a.revision > b.revision)
        ? a
        : b,
    );
    expect(await getDevice(test.db, device)).toMatchObject({
      runId: `${String(latest.generation)}.${String(latest.revision)}`,
    });
  });

  it('the place in lists is that of the first', async () => {
    const device = deviceOf('SN-place');
    await recordDevice(test.db, deviceRecord([registered], { device }));
    await recordDevice(test.db, deviceRecord([registered, gone], { device, revision: 2 }));
    const row = await test.db
      .selectFrom('devices')
      .select(['sort_at', 'last_notification_at'])
      .where('serial_number', '=', 'SN-place')
      .executeTakeFirst();
    expect(row).toEqual({
      sort_at: registered.occurredAt,
      last_notification_at: gone.occurredAt,
    });
  });
});

it('names the deregistrations from a moment on, late ones too, the oldest first', async () => {
  const device = deviceOf('SN-gone');
  const at = (notificationId: string, occurredAt: string) =>
    deregisteredFact({ notificationId, occurredAt });
  const newer = at('n-newer', '2026-01-07T10:00:00.000Z');
  const older = at('n-older', '2026-01-06T10:00:00.000Z');
  const before = at('n-before', '2026-01-05T09:59:59.999Z');
  await recordDevice(test.db, deviceRecord([newer], { device }));
  await recordDevice(test.db, deviceRecord([older, before, registeredFact()], { device }));
  const startedAt = '2026-01-05T10:00:00.000Z';
  const order = testSnapshot({ orderId: 'of-the-gone', device, startedAt });
  const { deregistrations } = await readBesideOrder(test.db, order, false);
  expect(deregistrations).toEqual(
    [older, newer].map(({ type, notificationId, occurredAt }) => ({
      type,
      notificationId,
      occurredAt,
    })),
  );
});

describe('loadDevice makes a memory from the events', () => {
  it.each([
    ['there is none', null],
    ['the one there is is of another format', '{"format":2,"state":{}}'],
  ])('where %s', async (name, carry) => {
    const device = deviceOf(name);
    const facts = [registeredFact(), subscribedFact({ occurredAt: '2026-01-05T10:00:01.000Z' })];
    const record = deviceRecord(facts, { device, generation: 5 });
    const welcome = { kind: 'device-welcome', key: 'device-welcome:n-1' } as const;
    const changed = { kind: 'subscription-changed', key: 'subscription-changed:n-1' } as const;
    const outcome = { outcome: 'sent', messageId: '<1@example.com>' } as const;
    const at = '2026-01-05T11:00:00.000Z';
    const mails = [emailEvent(welcome, outcome, at), emailEvent(changed, outcome, at)];
    await recordDevice(test.db, { ...record, events: [...record.events, ...mails] });
    await test.db
      .updateTable('devices')
      .set({ carry: carry ?? 'null' })
      .where('serial_number', '=', name)
      .execute();
    const loaded = await loadDevice(test.db, device, DEFAULT_DEVICE_WINDOWS);
    expect(loaded.generation).toBe(5);
    const [registration, subscription] = facts;
    expect(loaded.carry?.state).toEqual({
      ...stateOf(device, facts),
      recorded: record.events.map(({ key }) => key),
      emails: [
        {
          kind: 'device-welcome',
          trigger: positionOf(registration),
          customerId: 'customer-1',
          slotIds: [],
          outcome,
        },
        {
          kind: 'subscription-changed',
          trigger: positionOf(subscription),
          customerId: 'customer-1',
          slotIds: ['Slot1'],
          outcome,
        },
      ],
    });
  });

  it('of bounded size, however long the history', async () => {
    const device = deviceOf('SN-long');
    const facts = Array.from({ length: 1_100 }, (_, index) =>
      subscribedFact({
        notificationId: `n-${String(index)}`,
        occurredAt: new Date(Date.parse('2026-01-05T10:00:00.000Z') + index * 1_000).toISOString(),
      }),
    );
    await recordDevice(test.db, deviceRecord(facts, { device }));
    await test.db
      .updateTable('devices')
      .set({ carry: '{}' })
      .where('serial_number', '=', 'SN-long')
      .execute();
    const { carry } = await loadDevice(test.db, device, DEFAULT_DEVICE_WINDOWS);
    expect(carry?.state.facts).toHaveLength(100);
    expect(carry?.state.facts.at(-1)?.notificationId).toBe('n-1099');
    expect(carry?.state.past).not.toBeNull();
    expect(carry?.state.forgotten).toHaveLength(1_000);
  });
});

function positionOf(
  fact: { type: string; notificationId: string; occurredAt: string } | undefined,
) {
  return {
    type: fact?.type,
    notificationId: fact?.notificationId,
    occurredAt: fact?.occurredAt,
  };
}
