import { cancellationVariant } from './cancellation-variant';

const cancelledBy = (cancellationReason: 'customer' | 'unresolved') =>
  ({ status: 'cancelled', cancellationReason }) as const;

describe('cancellationVariant', () => {
  it('is the first when the slot had no order before, or one that was not cancelled', () => {
    expect(cancellationVariant({ reason: 'customer', previousOrderOfSlot: null })).toBe(
      'customer-first',
    );
    const shipped = { status: 'shipped', cancellationReason: null } as const;
    expect(cancellationVariant({ reason: 'customer', previousOrderOfSlot: shipped })).toBe(
      'customer-first',
    );
  });

  it('is the second when the customer cancelled the order before too', () => {
    expect(
      cancellationVariant({ reason: 'customer', previousOrderOfSlot: cancelledBy('customer') }),
    ).toBe('customer-second');
  });

  it('does not count an order that Amazon could not place', () => {
    expect(
      cancellationVariant({ reason: 'customer', previousOrderOfSlot: cancelledBy('unresolved') }),
    ).toBe('customer-first');
  });

  it('is unresolved whatever came before', () => {
    expect(
      cancellationVariant({ reason: 'unresolved', previousOrderOfSlot: cancelledBy('customer') }),
    ).toBe('unresolved');
  });
});
