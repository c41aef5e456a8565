import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deviceDeregistered, deviceRegistered, subscriptionChanged } from './device-messages';
import type { DrsMessage } from './drs-message';
import { itemShipped, orderCancelled, orderPlaced } from './drs-messages';
import type { NotificationVersion } from './scenario';
import { NOW, simulationRequest } from './test-support/requests';

const context = (version: NotificationVersion) => ({
  ...simulationRequest(),
  version,
  start: NOW,
});
const notice = { orderId: 'order-1', sentAt: NOW };
const products = {
  ...notice,
  products: [{ asin: 'asin-1', quantity: 12, unit: 'count' }],
  delivery: NOW + 86_400_000,
};

const slots = [
  { slotId: 'SlotId1', subscribed: true, asin: 'asin-1' },
  { slotId: 'SlotId2', subscribed: false, asin: 'asin-1' },
];

/** Amazon's own sample, with the value of every field replaced by its type. */
function sample(name: string): unknown {
  const folder = path.join(__dirname, '../../../libs/drs-notifications/fixtures/samples');
  const { Message } = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
  return shapeOf(Message);
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shapeOf(field)]));
}

it.each<[string, DrsMessage]>([
  ['order-placed.v1', orderPlaced(context('1.0'), products).body],
  ['order-placed.v2', orderPlaced(context('2.0'), products).body],
  ['item-shipped.v1', itemShipped(context('1.0'), products).body],
  ['item-shipped.v2', itemShipped(context('2.0'), products).body],
  ['order-cancelled', orderCancelled(context('2.0'), notice).body],
  ['device-deregistered', deviceDeregistered(context('2.0'), NOW).body],
  ['device-registered', deviceRegistered(context('2.0'), NOW).body],
  ['subscription-changed.v2', subscriptionChanged(context('2.0'), { sentAt: NOW, slots }).body],
])("writes %s with exactly the fields of Amazon's sample", (name, message) => {
  expect(shapeOf(message)).toEqual(sample(name));
});

it.each([
  ['1.0', '12 count'],
  ['2.0', 'asin-1'],
] as const)('says of a shipment in %s no more than it sends', (version, words) => {
  expect(itemShipped(context(version), products).says).toBe(
    `ItemShipped ${version}: ${words}, delivery expected 2026-03-02 12:00:00`,
  );
});

it('writes times as Amazon does: notificationTime with milliseconds, delivery dates without', () => {
  const text = JSON.stringify(orderPlaced(context('1.0'), products).body);
  expect(text).toContain('"notificationTime":"2026-03-01T12:00:00.250Z"');
  expect(text).toContain('"estimatedDeliveryDate":"2026-03-02T12:00:00Z"');
});

it('says nothing but booleans of slots in 1.0', () => {
  expect(subscriptionChanged(context('1.0'), { sentAt: NOW, slots }).body).toMatchObject({
    subscriptionInfo: { slotsSubscriptionStatus: { SlotId1: true, SlotId2: false } },
  });
});
