/** An order as a history service of 0.1 gives it. */
export const ORDER = {
  orderId: 'amzn1.dash.v2.o.1',
  status: 'placed',
  cancellationReason: null,
  device: { modelId: 'M', serialNumber: 'S' },
  slotId: 'Slot1',
  customerId: 'customer-1',
  items: [
    { asin: 'B01', quantity: 2, unit: 'count', estimatedDelivery: null, shipped: false },
  ] as unknown[],
  requestedAt: null,
  placedAt: '2026-01-05T10:00:00.000Z',
  cancellableUntil: null,
  cancelledAt: null,
  shippedAt: null,
  estimatedDelivery: null,
  deviceDeregisteredAt: null,
  attention: [] as string[],
  test: false,
  next: null,
  workflow: { workflowId: 'order:1', runId: 'run-1', url: null },
  updatedAt: '2026-01-05T10:00:01.000Z',
};

/** A replay that is not finished. */
export const REPLAY = {
  replayId: '7',
  requestedAt: '2026-01-05T10:00:00.000Z',
  actor: null,
  token: 'ab893cb3',
  reasonCode: 'X',
  total: 2,
  done: 0,
  outcomes: { taken: 0, deferred: 0, quarantined: 0, untrusted: 0, failed: 0 },
  finishedAt: null as string | null,
};
