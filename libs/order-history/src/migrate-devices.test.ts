import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { DEFAULT_DEVICE_WINDOWS } from '@refill/device-lifecycle/device-windows';
import { closeDatabase, openDatabase, type OrderHistoryDatabase } from './database';
import { claimDeviceEmail, settleDeviceEmail } from './device-emails';
import {
  finishErasure,
  getErasure,
  openWorkflowsOfCustomer,
  pseudonymiseCustomer,
  requestErasure,
} from './erasures';
import { putContact } from './contacts';
import { getDevice } from './get-device';
import { listDeviceEvents } from './list-device-events';
import { loadDevice } from './load-device';
import { migrateToLatest } from './migrate';
import { versionsByModel } from './notification-versions';
import { quarantineMessage } from './quarantine';
import { recordDevice } from './record-device';
import { recordOrder } from './record-order';
import { createTestDatabase, type TestDatabase } from './test-database';
import { deviceRecord, registeredFact, subscribedFact } from './test-device';
import { factEvent, placedFact, testRecord, testSnapshot } from './test-order';
import { testQuarantined } from './test-quarantined';
import { testClaimant } from './test-claimant';

const MIGRATIONS = path.join(__dirname, '..', 'migrations');
const PRODUCT = { asin: 'B01', quantity: 0.5, unit: 'pounds' };

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase({ migrate: false });
});
afterEach(() => test.drop());

async function migrateUpTo0005(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'refill-migrations-'));
  try {
    for (const file of await readdir(MIGRATIONS)) {
      if (file < '0006') await copyFile(path.join(MIGRATIONS, file), path.join(folder, file));
    }
    await migrateToLatest(test.db, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A row as version 0.2 wrote it. */
async function notified(
  serialNumber: string,
  type: 'DeviceRegistered' | 'DeviceDeregistered' | 'SubscriptionChanged',
  day: number,
  data: object = {},
  customerId = 'customer-1',
): Promise<void> {
  await sql`insert into device_events
      (notification_id, model_id, serial_number, customer_id, type, occurred_at, data)
    values (${`${serialNumber}-${String(day)}`}, 'PetFeeder', ${serialNumber}, ${customerId},
            ${`${type}Notification`}, ${dayOf(day)}, ${JSON.stringify(data)})`.execute(test.db);
}
const dayOf = (day: number) => `2026-01-0${String(day)}T00:00:00.001Z`;
const deviceOf = (serialNumber: string) => ({ modelId: 'PetFeeder', serialNumber });

it('makes devices of the notifications that were kept before', async () => {
  await migrateUpTo0005();
  const slots = (subscribed: boolean | null) => [
    { slotId: 'Slot2', subscribed, products: [PRODUCT] },
    { slotId: 'Slot1', subscribed: false, products: [] },
  ];
  await notified('SN-subscribed', 'SubscriptionChanged', 3, { version: '2.0', slots: slots(null) });
  await notified('SN-subscribed', 'SubscriptionChanged', 2, { version: '1.0', slots: [] });
  await notified('SN-subscribed', 'DeviceRegistered', 1);
  await notified('SN-1.0', 'SubscriptionChanged', 1, {
    version: '1.0',
    slots: [{ slotId: 'Slot1', subscribed: true, products: [] }],
  });
  await notified('SN-gone', 'DeviceRegistered', 1);
  await notified('SN-gone', 'DeviceDeregistered', 2);
  await notified('SN-unregistered', 'DeviceDeregistered', 2);
  await notified('SN-back', 'DeviceDeregistered', 2, {}, 'customer-0');
  await notified('SN-back', 'DeviceRegistered', 3);
  await notified('SN-again', 'DeviceDeregistered', 2);
  await notified('SN-again', 'DeviceRegistered', 3);
  expect(await migrateToLatest(test.db)).toEqual([
    '0006-devices',
    '0007-operator-actions',
    '0008-orders-at-once',
  ]);

  const known = {
    customerId: 'customer-1',
    runId: null,
    updatedAt: expect.any(String),
    slots: [],
    registeredAt: null,
    deregisteredAt: null,
    subscriptionChangedAt: null,
    subscriptionVersion: null,
  };
  const expected = (serialNumber: string, changes: object) => ({
    ...known,
    device: deviceOf(serialNumber),
    workflowId: `device:PetFeeder/${serialNumber}`,
    ...changes,
  });
  const slot = { lastChangedAt: null, cause: null };
  const cases = [
    expected('SN-subscribed', {
      status: 'subscribed',
      registeredAt: dayOf(1),
      subscriptionChangedAt: dayOf(3),
      subscriptionVersion: '2.0',
      lastNotificationAt: dayOf(3),
      slots: [
        { slotId: 'Slot1', subscribed: false, products: [], ...slot },
        { slotId: 'Slot2', subscribed: null, products: [PRODUCT], ...slot },
      ],
    }),
    expected('SN-1.0', {
      status: 'subscribed',
      subscriptionChangedAt: dayOf(1),
      subscriptionVersion: '1.0',
      lastNotificationAt: dayOf(1),
      slots: [{ slotId: 'Slot1', subscribed: true, products: null, ...slot }],
    }),
    expected('SN-gone', {
      status: 'deregistered',
      registeredAt: dayOf(1),
      deregisteredAt: dayOf(2),
      lastNotificationAt: dayOf(2),
    }),
    expected('SN-unregistered', {
      status: 'deregistered',
      deregisteredAt: dayOf(2),
      lastNotificationAt: dayOf(2),
    }),
    expected('SN-back', {
      status: 'registered',
      registeredAt: dayOf(3),
      lastNotificationAt: dayOf(3),
    }),
    expected('SN-again', {
      status: 'registered',
      registeredAt: dayOf(3),
      lastNotificationAt: dayOf(3),
    }),
  ];
  for (const device of cases) {
    expect(await getDevice(test.db, device.device)).toEqual(device);
  }
  const device = deviceOf('SN-subscribed');
  const page = await listDeviceEvents(test.db, { device, limit: 10, after: 0 });
  expect(page?.events).toMatchObject([
    {
      seq: 1,
      key: 'fact:device-registered:SN-subscribed-1',
      type: 'device-registered',
      notificationId: 'SN-subscribed-1',
      occurredAt: dayOf(1),
      data: {
        fact: {
          type: 'device-registered',
          notificationId: 'SN-subscribed-1',
          occurredAt: dayOf(1),
          customerId: 'customer-1',
        },
      },
    },
    { seq: 2, key: 'fact:subscription-changed:SN-subscribed-2', data: { changes: [] } },
    { seq: 3, data: { fact: { version: '2.0', slots: slots(null) }, changes: [] } },
  ]);
  expect(await versionsByModel(test.db)).toMatchObject([
    {
      types: [
        { version: '1.0', count: 2, lastAt: dayOf(2) },
        { version: '2.0', count: 1, lastAt: dayOf(3) },
      ],
      devicesOn1: 1,
    },
  ]);
});

it('lets the first run that hears of such a device go on from its facts', async () => {
  await migrateUpTo0005();
  await notified('SN-1', 'DeviceRegistered', 1);
  await notified('SN-1', 'DeviceDeregistered', 2);
  await migrateToLatest(test.db);
  const device = deviceOf('SN-1');
  const loaded = await loadDevice(test.db, device, DEFAULT_DEVICE_WINDOWS);
  expect(loaded.generation).toBe(0);
  const facts = loaded.carry?.state.facts ?? [];
  expect(facts.map(({ type }) => type)).toEqual(['device-registered', 'device-deregistered']);
  expect(loaded.carry?.state.recorded).toHaveLength(2);
  const back = registeredFact({ notificationId: 'n-3', occurredAt: dayOf(3) });
  await recordDevice(test.db, deviceRecord([...facts, back], { device }));
  expect(await getDevice(test.db, device)).toMatchObject({ status: 'registered', runId: 'run-1' });
  const page = await listDeviceEvents(test.db, { device, limit: 10, after: 0 });
  expect(page?.events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

describe('a role that may read and write rows, and no more', () => {
  const role = `refill_${randomBytes(6).toString('hex')}`;
  let db: OrderHistoryDatabase;

  beforeEach(async () => {
    await migrateToLatest(test.db);
    await sql.raw(`create role ${role} login password 'rows'`).execute(test.db);
    for (const right of [
      'revoke all on schema public from public',
      `grant usage on schema public to ${role}`,
      `grant select, insert, update, delete on all tables in schema public to ${role}`,
      `grant usage on all sequences in schema public to ${role}`,
    ]) {
      await sql.raw(right).execute(test.db);
    }
    const url = new URL(test.url);
    url.username = role;
    url.password = 'rows';
    db = openDatabase(url.href);
  });
  afterEach(async () => {
    await closeDatabase(db);
    await sql.raw(`drop owned by ${role}`).execute(test.db);
    await sql.raw(`drop role ${role}`).execute(test.db);
  });

  it('can record, mail and erase', async () => {
    const customerId = 'customer-1';
    await putContact(db, { customerId, email: 'a@example.com', name: null, locale: null });
    const events = [factEvent(placedFact({ version: '2.0' }))];
    await recordOrder(db, testRecord(testSnapshot({ orderId: 'o-1' }), { events }));
    await recordDevice(db, deviceRecord([registeredFact(), subscribedFact()]));
    const email = {
      device: deviceOf('SN-1'),
      key: 'device-welcome:n-1',
      kind: 'device-welcome',
    } as const;
    const claimant = testClaimant();
    await claimDeviceEmail(db, { ...email, messageId: '<1@example.com>', claimant });
    const outcome = { outcome: 'sent', messageId: '<1@example.com>' } as const;
    await settleDeviceEmail(db, { ...email, outcome, occurredAt: dayOf(1) });
    await quarantineMessage(db, testQuarantined('m-1', { body: customerId }));
    const erasure = await requestErasure(db, customerId, { actor: null, token: '0123abcd' });
    const counts = await pseudonymiseCustomer(db, erasure, { batch: 10 });
    expect(counts).toEqual({
      orders: 1,
      orderEvents: 1,
      devices: 1,
      deviceEvents: 2,
      quarantined: 1,
    });
    expect(await openWorkflowsOfCustomer(db, erasure.pseudonym)).toEqual({
      orderIds: ['o-1'],
      devices: [deviceOf('SN-1')],
    });
    await finishErasure(db, erasure, counts);
    await putContact(db, { customerId, email: 'a@example.com', name: null, locale: null });
    expect(await getErasure(db, customerId)).toMatchObject({ liftedAt: expect.any(String) });
  });
});
