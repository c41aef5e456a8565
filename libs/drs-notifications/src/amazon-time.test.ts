import { change, problemsOf, read, sample } from './test-support/messages';

const placed = sample('order-placed.v2');

describe('notificationTime', () => {
  it.each([
    ['2016-12-02T21:09:58.689Z', '2016-12-02T21:09:58.689Z'],
    ['2016-12-02T21:09:58Z', '2016-12-02T21:09:58.000Z'],
    ['2016-12-02T21:09:58.6Z', '2016-12-02T21:09:58.600Z'],
    ['2016-12-02T21:09:58.689999999Z', '2016-12-02T21:09:58.689Z'],
    ['2016-12-02T21:09:58.689+00:00', '2016-12-02T21:09:58.689Z'],
    ['2016-12-02T21:09:58.689+0530', '2016-12-02T15:39:58.689Z'],
    ['2016-12-31T23:30:00-08:00', '2017-01-01T07:30:00.000Z'],
    ['2016-02-29T00:00:00Z', '2016-02-29T00:00:00.000Z'],
  ])('%s is read as %s', (text, expected) => {
    expect(read(change(placed, 'notificationInfo.notificationTime', text)).notificationTime).toBe(
      expected,
    );
    expect(
      read(change(placed, 'orderInfo.productInfo.0.estimatedDeliveryDate', text)),
    ).toMatchObject({ products: [{ estimatedDelivery: expected }] });
  });

  it.each([
    '',
    'yesterday',
    '2016-12-02',
    '2016-12-02T21:09:58',
    '2016-12-02T21:09Z',
    '2016-12-02 21:09:58Z',
    '2016-13-02T21:09:58Z',
    '2015-02-29T21:09:58Z',
    '2016-12-02T24:00:00Z',
    '2016-12-02T21:60:00Z',
    '2016-12-02T21:09:60Z',
    '2016-12-02T21:09:58+24:00',
    '2016-12-02T21:09:58+01:60',
    '0000-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '9999-12-31T23:59:59-01:00',
    '+012016-12-02T21:09:58Z',
    '2016-12-02T21:09:58Z\n',
    1480712998689,
    null,
    ['2016-12-02T21:09:58Z'],
  ])('%j is refused', (value) => {
    expect(problemsOf(change(placed, 'notificationInfo.notificationTime', value))).toEqual([
      {
        path: 'notificationInfo.notificationTime',
        expected: 'an ISO 8601 time with its zone, such as 2016-12-02T21:09:58.689Z',
      },
    ]);
  });
});
