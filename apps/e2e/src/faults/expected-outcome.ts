import type { PlannedNotification, PlannedOrder } from './load-plan';

/** How an order has to end, by rules of this test's own: Refill's are not asked. */
export interface ExpectedOutcome {
  readonly status: string;
  /** The order's status can be no other any more, so that its workflow has ended. */
  readonly ended: boolean;
  /** The ids of the notifications that its history has to hold, once each. */
  readonly notificationIds: ReadonlySet<string>;
  /** The kinds of mail of which at least one has to have gone out; empty where none has to. */
  readonly mailsOneOf: readonly string[];
}

const CANCEL_WINDOW_MS = 24 * 3_600_000;

/**
 * How an order has to end when Refill took these of its notifications.
 * @param taken the ids of the notifications that were answered 200
 * @returns `null` when it took none that tells of the order itself
 */
export function expectedOutcome(
  order: PlannedOrder,
  taken: ReadonlySet<string>,
  now: number,
): ExpectedOutcome | null {
  const told = order.notifications
    .filter(({ notificationId }) => taken.has(notificationId))
    .sort((a, b) => a.time.getTime() - b.time.getTime());
  if (told.every(({ type }) => type === 'DeviceDeregisteredNotification')) return null;
  const status = statusAfter(told, now);
  const ended = status === 'shipped' || status === 'cancelled';
  return {
    status,
    ended,
    notificationIds: new Set(told.map(({ notificationId }) => notificationId)),
    mailsOneOf: order.hasContact ? mailsOneOf(order, status) : [],
  };
}

function statusAfter(told: readonly PlannedNotification[], now: number): string {
  const placed = told.find(({ type }) => type === 'OrderPlacedNotification');
  const toShip = new Set(placed?.asins ?? []);
  let status = 'unknown';
  for (const { type, time, asins } of told) {
    switch (type) {
      case 'OrderPlacedNotification':
        status = now - time.getTime() < CANCEL_WINDOW_MS ? 'placed' : 'awaiting-shipment';
        break;
      case 'OrderCancelledNotification':
        status = 'cancelled';
        break;
      case 'ItemShippedNotification':
        for (const asin of asins) toShip.delete(asin);
        status = toShip.size === 0 || status === 'cancelled' ? 'shipped' : 'partially-shipped';
        break;
      case 'DeviceDeregisteredNotification':
        break;
    }
  }
  return status;
}

function mailsOneOf({ story }: PlannedOrder, status: string): readonly string[] {
  switch (story) {
    // What came after the end changes the status, but sends no other mail.
    case 'shipped-after-all':
    case 'cancelled-after-all':
      return ['item-shipped', 'order-cancelled'];
    // The mail of the placement is outdated once a part has shipped, or the device is gone: it may go out or not.
    case 'part-left':
    case 'deregistered':
      return [];
    case 'shipped':
    case 'cancelled':
    case 'unresolved':
    case 'parts':
    case 'waiting':
    case 'window-closed':
      if (status === 'shipped') return ['item-shipped'];
      return status === 'cancelled' ? ['order-cancelled'] : ['order-placed'];
  }
}
