import { startTestHistory, type TestHistory } from '@refill/history/test-history';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { DeviceFact } from '@refill/device-lifecycle/device-fact';
import { putContact } from '@refill/order-history/contacts';
import { quarantineMessage } from '@refill/order-history/quarantine';
import { recordDevice } from '@refill/order-history/record-device';
import { recordOrder } from '@refill/order-history/record-order';
import {
  deregisteredFact,
  deviceRecord,
  registeredFact,
  subscribedFact,
} from '@refill/order-history/test-device';
import { testQuarantined } from '@refill/order-history/test-quarantined';
import { believableOrder, ORDER_KINDS } from './believable-orders';

const HOUR_MS = 3_600_000;
const DAY = 24;

/** What the tests of the pages ask for by name. */
export const BELIEVABLE = {
  /** Subscribed, with every kind of order. */
  device: { modelId: 'PetFeeder 2', serialNumber: 'PF2-000001' },
  /** Of a customer who has gone. */
  deregistered: { modelId: 'CoffeeMaker', serialNumber: 'CM/0007' },
  /** Whose device `device` is. */
  customerId: 'amzn1.account.AGA6N7XCUSTOMER1',
  /** Of a customer of whom nothing is known. */
  strangerId: 'amzn1.account.NOBODY',
  /** What every message of the largest group in quarantine has. */
  reasonCode: 'DRS_UNKNOWN_TYPE',
  /** What the newest message in quarantine says, besides other words: it must stand on the page as text. */
  scriptInBody: '<script>document.title="taken over"</script>',
} as const;

/** How many devices there are, more than one page of them. */
export const DEVICE_COUNT = 64;

/** How many messages lie open in quarantine for `BELIEVABLE.reasonCode`. */
export const UNKNOWN_TYPE_COUNT = 53;

/** A history service with so many rows as a small maker has after some weeks; the caller stops it. */
export async function startBelievableHistory(
  options: Parameters<typeof startTestHistory>[1] = {},
): Promise<TestHistory> {
  const history = await startTestHistory(
    { TEMPORAL_UI_URL: 'http://localhost:8233' },
    { replayWaitMs: 200, erasureWaitMs: 200, erasureIntervalMs: 600_000, ...options },
  );
  try {
    await fill(history, Date.now());
  } catch (error) {
    await history.stop();
    throw error;
  }
  return history;
}

async function fill({ database: { db } }: TestHistory, now: number): Promise<void> {
  const ago = (hours: number) => new Date(now - hours * HOUR_MS).toISOString();
  await allOf(numbers(DEVICE_COUNT), (index) =>
    recordDevice(
      db,
      deviceRecord(factsOfDevice(index + 1, ago), { device: deviceNumber(index + 1) }),
    ),
  );
  const orders = ORDER_KINDS.flatMap((kind, index) =>
    [1, 2, 3].map((copy) => ({ kind, index, copy })),
  );
  await allOf(orders, ({ kind, index, copy }) => {
    const subject = { ...deviceNumber(copy), slotId: 'Kibble', customerId: customerNumber(copy) };
    const seed = `${String(copy)}${String(index).padStart(3, '0')}`;
    return recordOrder(db, believableOrder(kind, subject, seed, now));
  });
  await putContact(db, {
    customerId: BELIEVABLE.customerId,
    email: 'customer@example.com',
    name: 'O’Neil & <Sons>',
    locale: 'de-AT',
  });
  await fillQuarantine(db, ago);
}

function deviceNumber(index: number): DeviceIdentity {
  if (index === 7) return BELIEVABLE.deregistered;
  const serial = String(index).padStart(6, '0');
  return index % 4 === 0
    ? { modelId: 'CoffeeMaker', serialNumber: `CM-${serial}` }
    : { modelId: BELIEVABLE.device.modelId, serialNumber: `PF2-${serial}` };
}

function customerNumber(index: number): string {
  return `amzn1.account.AGA6N7XCUSTOMER${String(index)}`;
}

function factsOfDevice(index: number, ago: (hours: number) => string): readonly DeviceFact[] {
  const base = { customerId: customerNumber(index) };
  const id = (name: string) => `n-device-${String(index)}-${name}`;
  const begun = index * 7 + 30 * DAY;
  const registered = registeredFact({
    ...base,
    notificationId: id('registered'),
    occurredAt: ago(begun),
  });
  const chosen = subscribedFact({
    ...base,
    notificationId: id('chosen'),
    occurredAt: ago(begun - 1),
    version: index % 4 === 0 ? '1.0' : '2.0',
    slots: [
      {
        slotId: 'Kibble',
        subscribed: index % 4 === 0 ? null : true,
        products: index % 4 === 0 ? [] : [{ asin: 'B07FQ4F1X9', quantity: 2, unit: 'count' }],
      },
      { slotId: 'Treats', subscribed: false, products: [] },
    ],
  });
  if (index % 5 === 0) return [registered];
  const replaced = subscribedFact({
    ...base,
    notificationId: id('replaced'),
    occurredAt: ago(begun - 10 * DAY),
    slots: [
      {
        slotId: 'Kibble',
        subscribed: true,
        products: [{ asin: 'B00KXG0ZJY', quantity: 1.5, unit: 'pounds' }],
      },
      { slotId: 'Treats', subscribed: false, products: [] },
    ],
  });
  const gone = deregisteredFact({ ...base, notificationId: id('gone'), occurredAt: ago(20) });
  return [registered, chosen, ...(index === 1 ? [replaced] : []), ...(index === 7 ? [gone] : [])];
}

async function fillQuarantine(
  db: TestHistory['database']['db'],
  ago: (hours: number) => string,
): Promise<void> {
  await allOf(numbers(UNKNOWN_TYPE_COUNT), (index) =>
    quarantineMessage(
      db,
      testQuarantined(`6f1c0a3e-unknown-${String(index)}`, {
        reasonCode: BELIEVABLE.reasonCode,
        detail: 'notificationInfo.notificationType: a known type, not "DeviceRenamedNotification"',
        receivedAt: ago(2 + index / 2),
      }),
    ),
  );
  await allOf(numbers(4), (index) =>
    quarantineMessage(
      db,
      testQuarantined(`6f1c0a3e-field-${String(index)}`, {
        reasonCode: 'DRS_FIELD_INVALID',
        detail: 'orderInfo.instanceId: expected a string',
        transport: 'sqs',
        receivedAt: ago(30 + index),
      }),
    ),
  );
  await quarantineMessage(
    db,
    testQuarantined('6f1c0a3e-untrusted', {
      reasonCode: 'SNS_SIGNATURE_INVALID',
      detail: 'the signature does not fit the message',
      untrusted: true,
      body: JSON.stringify({ Type: 'Notification', Message: BELIEVABLE.scriptInBody }),
      receivedAt: ago(0.5),
    }),
  );
}

/** Some at once, for speed. */
async function allOf<T>(items: readonly T[], write: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const writer = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await write(item);
  };
  await Promise.all(numbers(8).map(writer));
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
