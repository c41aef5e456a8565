import { deliveryDay } from './delivery-day';

describe('deliveryDay', () => {
  it.each([
    // Amazon's samples: the last second of a day in the USA, with and without summer time.
    ['2015-10-07T06:59:59Z', '2015-10-06'],
    ['2016-12-09T07:59:59Z', '2016-12-08'],
    ['2026-01-01T07:59:59.000Z', '2025-12-31'],
    // The same in Berlin, London and Tokyo.
    ['2026-03-08T22:59:59Z', '2026-03-08'],
    ['2026-03-08T23:59:59Z', '2026-03-08'],
    ['2026-03-08T14:59:59Z', '2026-03-08'],
    // Not the end of a day anywhere: taken as it is.
    ['2026-03-08T06:30:00Z', '2026-03-08'],
  ])('takes %s for %s', (estimatedDelivery, day) => {
    expect(deliveryDay(estimatedDelivery).toISOString()).toBe(`${day}T00:00:00.000Z`);
  });
});
