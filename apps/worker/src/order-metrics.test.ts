import { createMetrics } from '@refill/service/metrics';
import { createOrderMetrics } from './order-metrics';

describe('createOrderMetrics', () => {
  it('counts orders when they end, and observes the status they leave', async () => {
    const registry = createMetrics('worker');
    const tell = createOrderMetrics(registry);
    tell({ from: null, to: 'requested', secondsInFrom: null });
    tell({ from: 'requested', to: 'placed', secondsInFrom: 30 });
    tell({ from: 'placed', to: 'cancelled', secondsInFrom: 7_200 });
    tell({ from: null, to: 'cancelled', secondsInFrom: null });
    // What came late says that it was shipped after all: it does not end once more.
    tell({ from: 'cancelled', to: 'shipped', secondsInFrom: null });
    const text = await registry.metrics();
    expect(text).toContain('refill_orders_ended_total{status="cancelled",service="worker"} 2');
    expect(text).toContain('refill_orders_ended_total{status="shipped",service="worker"} 0');
    expect(text).toContain('refill_orders_ended_total{status="expired",service="worker"} 0');
    const name = 'refill_order_time_in_status_seconds';
    expect(text).toContain(`${name}_bucket{le="60",service="worker",status="requested"} 1`);
    expect(text).toContain(`${name}_sum{service="worker",status="placed"} 7200`);
    expect(text).not.toContain('status="cancelled",le');
  });
});
