import { recordDeviceNotification } from '@refill/order-history/device-events';
import { startTestHistory, type TestHistory } from './test-history';

let history: TestHistory;
beforeAll(async () => {
  history = await startTestHistory();
});
afterAll(() => history.stop());

it('tells what is known of a device', async () => {
  const device = { modelId: 'Pet/Feeder', serialNumber: 'SN 1' };
  const base = { lwaClientId: null, device, customerId: 'customer-1' };
  const slots = [
    {
      slotId: 'Slot1',
      subscribed: true,
      products: [{ asin: 'B01', quantity: 1, unit: 'count' }],
    },
  ];
  await recordDeviceNotification(history.database.db, {
    ...base,
    type: 'SubscriptionChangedNotification',
    version: '2.0',
    notificationId: 'n-2',
    notificationTime: '2026-01-02T00:00:00.000Z',
    slots,
  });
  await recordDeviceNotification(history.database.db, {
    ...base,
    type: 'DeviceRegisteredNotification',
    version: null,
    notificationId: 'n-1',
    notificationTime: '2026-01-01T00:00:00.000Z',
  });
  const { status, body } = await history.request('/v1/devices/Pet%2FFeeder/SN%201');
  expect(status).toBe(200);
  const recordedAt = expect.any(String);
  expect(body).toEqual({
    device,
    customerId: 'customer-1',
    registeredAt: '2026-01-01T00:00:00.000Z',
    deregisteredAt: null,
    events: [
      {
        notificationId: 'n-1',
        type: 'DeviceRegisteredNotification',
        occurredAt: '2026-01-01T00:00:00.000Z',
        recordedAt,
        data: {},
      },
      {
        notificationId: 'n-2',
        type: 'SubscriptionChangedNotification',
        occurredAt: '2026-01-02T00:00:00.000Z',
        recordedAt,
        data: { version: '2.0', slots },
      },
    ],
  });
});

it('answers 404 for a device that no notification named', async () => {
  expect(await history.request('/v1/devices/PetFeeder/nowhere')).toMatchObject({
    status: 404,
    body: { code: 'HISTORY_DEVICE_NOT_FOUND' },
  });
});
