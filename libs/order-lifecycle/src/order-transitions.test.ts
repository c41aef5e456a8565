import { isTerminal, ORDER_STATUSES, type OrderStatus } from './order-status';
import { ORDER_TRANSITIONS, ORDER_TRIGGERS, transition } from './order-transitions';

describe('the transition table', () => {
  it('lists every status', () => {
    expect(Object.keys(ORDER_TRANSITIONS).sort()).toEqual([...ORDER_STATUSES].sort());
  });

  it('reaches every status from the first', () => {
    const reached = new Set<OrderStatus>(['requested']);
    for (const status of reached) {
      for (const next of Object.values(ORDER_TRANSITIONS[status])) reached.add(next);
    }
    expect([...reached].sort()).toEqual([...ORDER_STATUSES].sort());
  });

  it('leads from a terminal status to terminal ones only', () => {
    for (const status of ORDER_STATUSES.filter(isTerminal)) {
      for (const next of Object.values(ORDER_TRANSITIONS[status])) {
        expect(isTerminal(next)).toBe(true);
      }
    }
  });

  it('lets every open status end', () => {
    for (const status of ORDER_STATUSES.filter((candidate) => !isTerminal(candidate))) {
      expect(Object.values(ORDER_TRANSITIONS[status]).some(isTerminal)).toBe(true);
    }
  });

  it('leaves a status as it is where no transition is listed', () => {
    for (const trigger of ORDER_TRIGGERS) expect(transition('expired', trigger)).toBe('expired');
    expect(transition('shipped', 'order-placed')).toBe('shipped');
  });
});
