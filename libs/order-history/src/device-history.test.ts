import type { DeviceNotification } from '@refill/drs-notifications/notification';
import { recordDeviceNotification } from './device-events';
import { deviceHistory } from './device-history';
import { createTestDatabase, type TestDatabase } from './test-database';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

function base(serialNumber: string, day: number) {
  return {
    notificationId: `${serialNumber}-${String(day)}`,
    notificationTime: `2026-01-0${String(day)}T00:00:00.000Z`,
    lwaClientId: null,
    device: { modelId: 'PetFeeder', serialNumber },
    customerId: `customer-of-day-${String(day)}`,
  };
}
const registered = (serialNumber: string, day: number): DeviceNotification => ({
  ...base(serialNumber, day),
  type: 'DeviceRegisteredNotification',
  version: null,
});
const deregistered = (serialNumber: string, day: number): DeviceNotification => ({
  ...base(serialNumber, day),
  type: 'DeviceDeregisteredNotification',
  version: null,
});

it('tells the life of a device in Amazon’s time, each notification once', async () => {
  const slots = [
    {
      slotId: 'Slot1',
      subscribed: null,
      products: [{ asin: 'B01', quantity: 0.5, unit: 'pounds' }],
    },
  ];
  const changed: DeviceNotification = {
    ...base('SN-life', 2),
    type: 'SubscriptionChangedNotification',
    version: '2.0',
    slots,
  };
  expect(await recordDeviceNotification(test.db, changed)).toBe('recorded');
  expect(await recordDeviceNotification(test.db, registered('SN-life', 1))).toBe('recorded');
  expect(await recordDeviceNotification(test.db, changed)).toBe('known');
  const recordedAt = expect.any(String);
  expect(await deviceHistory(test.db, { modelId: 'PetFeeder', serialNumber: 'SN-life' })).toEqual({
    device: { modelId: 'PetFeeder', serialNumber: 'SN-life' },
    customerId: 'customer-of-day-2',
    registeredAt: '2026-01-01T00:00:00.000Z',
    deregisteredAt: null,
    events: [
      {
        notificationId: 'SN-life-1',
        type: 'DeviceRegisteredNotification',
        occurredAt: '2026-01-01T00:00:00.000Z',
        recordedAt,
        data: {},
      },
      {
        notificationId: 'SN-life-2',
        type: 'SubscriptionChangedNotification',
        occurredAt: '2026-01-02T00:00:00.000Z',
        recordedAt,
        data: { version: '2.0', slots },
      },
    ],
  });
});

it('shows a deregistration until the device is registered again', async () => {
  const device = { modelId: 'PetFeeder', serialNumber: 'SN-again' };
  await recordDeviceNotification(test.db, registered('SN-again', 1));
  await recordDeviceNotification(test.db, deregistered('SN-again', 2));
  expect(await deviceHistory(test.db, device)).toMatchObject({
    registeredAt: '2026-01-01T00:00:00.000Z',
    deregisteredAt: '2026-01-02T00:00:00.000Z',
  });
  await recordDeviceNotification(test.db, registered('SN-again', 3));
  expect(await deviceHistory(test.db, device)).toMatchObject({
    customerId: 'customer-of-day-3',
    registeredAt: '2026-01-03T00:00:00.000Z',
    deregisteredAt: null,
  });
});

it('knows nothing of a device that no notification named', async () => {
  await recordDeviceNotification(test.db, registered('SN-model', 1));
  const device = { modelId: 'OtherModel', serialNumber: 'SN-model' };
  expect(await deviceHistory(test.db, device)).toBeNull();
});
