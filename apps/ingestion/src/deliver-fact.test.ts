import { randomUUID } from 'node:crypto';
import { ensureSearchAttributes } from '@refill/temporal/ensure-search-attributes';
import { createRecentOrders } from './recent-orders';
import { deliverFact } from './deliver-fact';
import type { FactOfOrder } from './order-fact-of';
import { type BacklogRig, createBacklogRig } from './test-support/backlog-rig';
import { startTestTemporal, type TestTemporal } from './test-support/test-temporal';

const subject = { modelId: 'm', serialNumber: 's', slotId: 'slot', customerId: 'c' };
const occurredAt = '2026-01-01T00:00:00.000Z';

describe('a fact of an order', () => {
  let temporal: TestTemporal;
  let rig: BacklogRig;
  beforeAll(async () => {
    temporal = await startTestTemporal();
    await ensureSearchAttributes(temporal.env.connection, 'default');
    rig = await createBacklogRig(temporal);
  });
  afterAll(async () => {
    await rig.remove();
    await temporal.stop();
  });

  function fact(orderId: string, type: 'order-placed' | 'item-shipped'): FactOfOrder {
    const base = { notificationId: randomUUID(), occurredAt, subject };
    return { orderId, subject, fact: { ...base, type, items: [] } };
  }
  const namesOf = async (orderId: string): Promise<readonly string[]> =>
    (await temporal.signalsOf(orderId)).map(({ name }) => name);
  const callsOf = (orderId: string): number =>
    rig.asked.filter((id) => id === `order:${orderId}`).length;

  it('starts its order, whichever comes first', async () => {
    expect(await deliverFact(rig.context, fact('placed-first', 'order-placed'))).toBe('signalled');
    expect(await deliverFact(rig.context, fact('shipped-first', 'item-shipped'))).toBe('signalled');
    expect(await namesOf('placed-first')).toEqual(['OrderPlaced']);
    expect(await namesOf('shipped-first')).toEqual(['ItemShipped']);
    // The second was expected to run already: one call to find that it does not, one to start it.
    expect([callsOf('placed-first'), callsOf('shipped-first')]).toEqual([1, 2]);
  });

  it('costs one call each when the order runs, also where another instance started it', async () => {
    await deliverFact(rig.context, fact('runs', 'order-placed'));
    await deliverFact(rig.context, fact('runs', 'order-placed'));
    const elsewhere = { ...rig.context, recentOrders: createRecentOrders() };
    await deliverFact(elsewhere, fact('runs', 'order-placed'));
    await deliverFact(elsewhere, fact('runs', 'item-shipped'));
    expect(await namesOf('runs')).toEqual([
      'OrderPlaced',
      'OrderPlaced',
      'OrderPlaced',
      'ItemShipped',
    ]);
    expect(callsOf('runs')).toBe(4);
  });

  it('starts nothing once the order has ended, though it was just told of something', async () => {
    await deliverFact(rig.context, fact('ended', 'order-placed'));
    await temporal.endOrder('ended');
    // Its row was never written here, so there is nothing to add the fact to.
    expect(await deliverFact(rig.context, fact('ended', 'item-shipped'))).toBe('unknown-order');
    expect(await deliverFact(rig.context, fact('ended', 'order-placed'))).toBe('unknown-order');
    expect(await namesOf('ended')).toEqual(['OrderPlaced']);
  });
});
