import { replenishmentSchema } from './replenishment';

const call = {
  eventInstanceId: 'amzn1.dash.v2.o.x',
  detailCode: 'STANDARD_ORDER_PLACED',
  modelId: 'model',
  serialNumber: 'serial',
  slotId: 'slot',
  customerId: 'amzn1.account.TEST',
};

describe('replenishmentSchema', () => {
  it('reads the time into UTC', () => {
    const read = replenishmentSchema.parse({ ...call, requestedAt: '2026-01-01T11:00:00+01:00' });
    expect(read.requestedAt).toBe('2026-01-01T10:00:00.000Z');
  });

  it.each(['0000-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '2026-02-30T00:00:00Z', 'yesterday'])(
    'refuses %s, which no history could hold',
    (requestedAt) => {
      expect(replenishmentSchema.safeParse({ ...call, requestedAt }).success).toBe(false);
    },
  );
});
