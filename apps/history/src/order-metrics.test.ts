import { closeDatabase, openDatabase } from '@refill/order-history/database';
import { recordOrder } from '@refill/order-history/record-order';
import { type OrdersSummary, summarizeOrders } from '@refill/order-history/summarize-orders';
import { createTestDatabase } from '@refill/order-history/test-database';
import { testRecord, testSnapshot } from '@refill/order-history/test-order';
import { createMetrics } from '@refill/service/metrics';
import { addOrderMetrics } from './order-metrics';
import { startTestHistory } from './test-history';
import { startProxy } from './test-support/proxy';

const empty: OrdersSummary = { open: [], attention: [], failedEmails: 0 };

/** The samples of the open orders in what `/metrics` tells. */
function samplesIn(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.startsWith('refill_orders_'));
}

describe('the open orders in the metrics', () => {
  it('are told by the history service, by status and mark', async () => {
    const history = await startTestHistory();
    try {
      const orders = [
        { orderId: 'a', status: 'placed' },
        { orderId: 'b', status: 'awaiting-shipment', attention: ['ship-overdue'] },
        { orderId: 'c', status: 'awaiting-shipment', attention: ['ship-overdue', 'item-mismatch'] },
        { orderId: 'd', status: 'shipped', attention: ['contradiction'] },
      ] as const;
      for (const order of orders) {
        await recordOrder(history.database.db, testRecord(testSnapshot(order)));
      }
      const text = await (await fetch(`${history.url}/metrics`)).text();
      expect(samplesIn(text)).toEqual([
        'refill_orders_open{status="requested",service="history"} 0',
        'refill_orders_open{status="placed",service="history"} 1',
        'refill_orders_open{status="awaiting-shipment",service="history"} 2',
        'refill_orders_open{status="partially-shipped",service="history"} 0',
        'refill_orders_attention{attention="unresolved",service="history"} 0',
        'refill_orders_attention{attention="ship-overdue",service="history"} 2',
        'refill_orders_attention{attention="item-mismatch",service="history"} 1',
        'refill_orders_attention{attention="contradiction",service="history"} 0',
      ]);
    } finally {
      await history.stop();
    }
  });

  it('are left out while PostgreSQL is down, and there again afterwards', async () => {
    const database = await createTestDatabase();
    const url = new URL(database.url);
    const proxy = await startProxy({ host: url.hostname, port: Number(url.port) });
    url.hostname = '127.0.0.1';
    url.port = String(proxy.port);
    const db = openDatabase(url.href, { queryTimeoutMs: 5_000, onConnectionLost: () => undefined });
    const registry = createMetrics('history');
    addOrderMetrics(registry, () => summarizeOrders(db), 0);
    try {
      expect(samplesIn(await registry.metrics())).toHaveLength(8);
      await proxy.goAway();
      expect(samplesIn(await registry.metrics())).toEqual([]);
      await proxy.comeBack();
      expect(samplesIn(await registry.metrics())).toHaveLength(8);
    } finally {
      await closeDatabase(db);
      await proxy.goAway();
      await database.drop();
    }
  });

  it('are read once for all who ask meanwhile or soon after', async () => {
    const registry = createMetrics('history');
    let reads = 0;
    addOrderMetrics(registry, async () => {
      reads += 1;
      return await Promise.resolve(empty);
    });
    await Promise.all([registry.metrics(), registry.metrics()]);
    await registry.metrics();
    expect(reads).toBe(1);
  });

  it('do not wait for a PostgreSQL that hangs, nor ask it again', async () => {
    const registry = createMetrics('history');
    let reads = 0;
    let answer: (summary: OrdersSummary) => void = () => undefined;
    addOrderMetrics(registry, async () => {
      reads += 1;
      return await new Promise<OrdersSummary>((resolve) => {
        answer = resolve;
      });
    });
    const startedAt = performance.now();
    expect(samplesIn(await registry.metrics())).toEqual([]);
    expect(samplesIn(await registry.metrics())).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(reads).toBe(1);
    answer({ ...empty, open: [{ status: 'placed', count: 3 }] });
    expect(samplesIn(await registry.metrics())).toEqual([
      'refill_orders_open{status="placed",service="history"} 3',
    ]);
    expect(reads).toBe(1);
  });
});
