import { awsSigned, read, sample } from './test-support/messages';

const base = {
  notificationId: 'amzn1.dash.notification.v1.xxxxxxxxxxxxx13',
  lwaClientId: 'amzn1.application-oa2-client.6b68exxxxxxxxxx9',
  device: { modelId: 'myDeviceModel', serialNumber: 'mySerialNumber' },
  customerId: 'amzn1.account.AHxxxxxxxxGA2O5Q',
};
const order = { instanceId: 'amzn1.dash.v2.o.ci43xxxxxxxxxx0', slotId: 'myProduct' };
const subscriptionV2 = {
  ...base,
  type: 'SubscriptionChangedNotification',
  version: '2.0',
  notificationTime: '2016-12-06T19:33:27.368Z',
  device: { modelId: 'myDeviceModel', serialNumber: 'MySerialNumber' },
  customerId: 'amzn1.account.AGY3J5MxxxxxxO4WRHHQA',
};

describe('the samples of Amazon’s page', () => {
  it('device-registered', () => {
    expect(read(sample('device-registered'))).toEqual({
      ...base,
      type: 'DeviceRegisteredNotification',
      version: null,
      notificationTime: '2015-10-01T02:23:52.747Z',
    });
  });

  it('device-deregistered', () => {
    expect(read(sample('device-deregistered'))).toEqual({
      ...base,
      type: 'DeviceDeregisteredNotification',
      version: null,
      notificationTime: '2015-09-29T18:03:28.669Z',
    });
  });

  it('order-placed.v1: the order’s delivery date is on each product', () => {
    expect(read(sample('order-placed.v1'))).toEqual({
      ...base,
      ...order,
      type: 'OrderPlacedNotification',
      version: '1.0',
      notificationTime: '2015-10-01T20:19:39.959Z',
      products: [
        { asin: null, quantity: 12, unit: 'count', estimatedDelivery: '2015-10-07T06:59:59.000Z' },
      ],
    });
  });

  it('order-placed.v2', () => {
    expect(read(sample('order-placed.v2'))).toEqual({
      ...base,
      type: 'OrderPlacedNotification',
      version: '2.0',
      notificationTime: '2016-12-02T21:09:58.689Z',
      customerId: 'amzn1.account.AH54JCXQ7WZKCZOFxxxxxxxx',
      instanceId: 'amzn1.dash.v2.o.ci45xxxxxxxxxxx',
      slotId: 'myProduct',
      products: [
        {
          asin: 'myAsinNumber',
          quantity: 1,
          unit: 'count',
          estimatedDelivery: '2016-12-09T07:59:59.000Z',
        },
      ],
    });
  });

  it('order-cancelled', () => {
    expect(read(sample('order-cancelled'))).toEqual({
      ...base,
      ...order,
      type: 'OrderCancelledNotification',
      version: null,
      notificationTime: '2015-10-01T20:20:29.461Z',
    });
  });

  it('item-shipped.v1: the unit is in lower case', () => {
    expect(read(sample('item-shipped.v1'))).toEqual({
      ...base,
      ...order,
      type: 'ItemShippedNotification',
      version: '1.0',
      notificationTime: '2015-10-01T20:43:28.626Z',
      products: [
        { asin: null, quantity: 12, unit: 'count', estimatedDelivery: '2015-10-07T06:59:59.000Z' },
      ],
    });
  });

  it('item-shipped.v2: orderInfo is inside customerInfo, and quantity is missing', () => {
    expect(read(sample('item-shipped.v2'))).toEqual({
      ...base,
      ...order,
      type: 'ItemShippedNotification',
      version: '2.0',
      notificationTime: '2016-12-02T01:41:59.936Z',
      customerId: 'amzn1.account.AGY3J5MKHWP6I2RHDYPJO4WRHHQA',
      products: [
        {
          asin: 'myAsinNumber',
          quantity: null,
          unit: 'count',
          estimatedDelivery: '2016-11-16T07:59:59.000Z',
        },
      ],
    });
  });

  it('subscription-changed.v1: the model is under another name', () => {
    expect(read(sample('subscription-changed.v1'))).toEqual({
      ...base,
      type: 'SubscriptionChangedNotification',
      version: '1.0',
      notificationTime: '2015-09-30T23:27:50.771Z',
      slots: [
        { slotId: 'myFirstSlot', subscribed: true, products: [] },
        { slotId: 'mySecondSlot', subscribed: true, products: [] },
      ],
    });
  });

  it('subscription-changed.v2: a former selection stays while subscribed is false', () => {
    const products = [{ asin: 'myAsinNumber', quantity: 1, unit: 'count' }];
    expect(read(sample('subscription-changed.v2'))).toEqual({
      ...subscriptionV2,
      slots: [
        { slotId: 'SlotId1', subscribed: true, products },
        { slotId: 'SlotId2', subscribed: false, products },
      ],
    });
  });

  it('subscription-changed.v2.as-published: no subscribed, and a product directly on the slot', () => {
    const products = [{ asin: 'myAsinNumber', quantity: null, unit: 'count' }];
    expect(read(sample('subscription-changed.v2.as-published'))).toEqual({
      ...subscriptionV2,
      slots: [
        { slotId: 'SlotId1', subscribed: null, products },
        { slotId: 'SlotId2', subscribed: null, products },
      ],
    });
  });
});

const fake = {
  lwaClientId: null,
  device: { modelId: 'Testing_DRS_Testing', serialNumber: '1122334455' },
  customerId: 'amzn1.account.FAKETEST',
};
const fakeOrder = { instanceId: 'amzn1.dash.v2.o.fakeorder', slotId: 'slot-fake-slot' };

describe('the messages that AWS signed', () => {
  it('order-placed', () => {
    expect(read(awsSigned('order-placed'))).toEqual({
      ...fake,
      ...fakeOrder,
      type: 'OrderPlacedNotification',
      version: '2.0',
      notificationTime: '2018-08-13T21:10:27.784Z',
      notificationId: 'amzn1.dash.notification.v1.d844c64a-534c-49d8-802e-0414efe61f9a',
      products: [
        {
          asin: 'FAKEASIN',
          quantity: 30,
          unit: 'pounds',
          estimatedDelivery: '2018-08-18T06:59:59.000Z',
        },
      ],
    });
  });

  it('order-cancelled', () => {
    expect(read(awsSigned('order-cancelled'))).toEqual({
      ...fake,
      ...fakeOrder,
      type: 'OrderCancelledNotification',
      version: null,
      notificationTime: '2018-08-13T21:57:05.320Z',
      notificationId: 'amzn1.dash.notification.v1.d2a35dc6-9c23-4898-9772-ba8d883ff271',
    });
  });

  it('item-shipped', () => {
    expect(read(awsSigned('item-shipped'))).toEqual({
      ...fake,
      ...fakeOrder,
      type: 'ItemShippedNotification',
      version: '2.0',
      lwaClientId: 'amzn1.application-oa2-client.8d8a43ab56e1421fb778eb99367b5e89',
      notificationTime: '2018-05-25T01:02:06.426Z',
      notificationId: 'amzn1.dash.notification.v1.75fc0d38-d590-4f9a-8f63-f4d2b15e96e4',
      products: [
        {
          asin: 'FAKEASIN',
          quantity: 30,
          unit: 'pounds',
          estimatedDelivery: '2018-05-27T06:59:59.000Z',
        },
      ],
    });
  });

  it('subscription-changed', () => {
    expect(read(awsSigned('subscription-changed'))).toEqual({
      ...fake,
      type: 'SubscriptionChangedNotification',
      version: '2.0',
      notificationTime: '2018-10-01T13:38:22.588Z',
      notificationId: 'amzn1.dash.notification.v1.05cd2c98-d5e9-40c2-88c1-804276667488',
      slots: [
        {
          slotId: 'slot-fake-slot',
          subscribed: true,
          products: [{ asin: 'FAKEASIN', quantity: 24, unit: 'pounds' }],
        },
      ],
    });
  });

  it('device-registered, and its forgery, which only the signature tells apart', () => {
    const notification = {
      ...fake,
      type: 'DeviceRegisteredNotification',
      version: null,
      notificationTime: '2018-10-01T13:38:21.974Z',
      notificationId: 'amzn1.dash.notification.v1.68c9b8cc-4d6e-40b8-9646-5c0381e2c2b5',
    };
    expect(read(awsSigned('device-registered'))).toEqual(notification);
    expect(read(awsSigned('forged'))).toEqual({
      ...notification,
      device: { ...fake.device, serialNumber: 'HACKED!' },
      customerId: 'amzn1.account.SOMEONEELSE',
    });
  });

  it('device-deregistered.wrapped: inside "default"', () => {
    expect(read(awsSigned('device-deregistered.wrapped'))).toEqual({
      ...fake,
      type: 'DeviceDeregisteredNotification',
      version: null,
      notificationTime: '2018-10-01T17:47:51.465Z',
      notificationId: 'amzn1.dash.notification.v1.test',
    });
  });
});
