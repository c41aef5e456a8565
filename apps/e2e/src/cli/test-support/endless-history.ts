import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { z } from 'zod';

/** A history service with very many orders; only what an export asks for. */
export interface EndlessHistory {
  readonly url: string;
  /** Once somebody is in the middle of it: some pages are read. */
  readonly beingRead: Promise<void>;
  stop(): Promise<void>;
}

const ORDER = {
  status: 'shipped',
  cancellationReason: null,
  device: { modelId: 'model', serialNumber: 'serial' },
  slotId: 'slot',
  customerId: 'amzn1.account.MANY',
  items: [
    { asin: 'B000000000', quantity: 1, unit: 'count', estimatedDelivery: null, shipped: true },
  ],
  requestedAt: null,
  placedAt: '2026-01-05T10:00:00.000Z',
  cancellableUntil: null,
  cancelledAt: null,
  shippedAt: '2026-01-06T10:00:00.000Z',
  estimatedDelivery: null,
  deviceDeregisteredAt: null,
  attention: [],
  test: false,
  next: null,
  workflow: { workflowId: 'order:x', runId: 'run', url: null },
  updatedAt: '2026-01-06T10:00:00.000Z',
};

/** So many pages into an export its program has long set itself up for Ctrl-C. */
const PAGES_READ = 5;

/** Starts it. @param orders how many there are; each page has as many as are asked for */
export async function startEndlessHistory(orders: number): Promise<EndlessHistory> {
  let pages = 0;
  let tellOfReading = (): void => undefined;
  const beingRead = new Promise<void>((resolve) => (tellOfReading = resolve));
  const server: Server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const first = Number(searchParams.get('cursor') ?? 0);
    const end = Math.min(orders, first + Number(searchParams.get('limit') ?? 50));
    const items = Array.from({ length: end - first }, (_, at) => ({
      orderId: `amzn1.dash.v2.o.${String(first + at).padStart(40, '0')}`,
      ...ORDER,
    }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ items, nextCursor: end < orders ? String(end) : null }));
    pages += 1;
    if (pages === PAGES_READ) tellOfReading();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${String(port)}`,
    beingRead,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
