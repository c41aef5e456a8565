/**
 * What can be known about an order: every fact names when it happened in Amazon's (or the maker's) time.
 *
 * Facts are stored in Temporal and in PostgreSQL: a field that is removed or changes its meaning breaks
 * running orders. They carry no personal data.
 */
export type OrderFact =
  ReplenishRequested | OrderPlaced | OrderCancelled | ItemShipped | DeviceDeregistered | OrderEnded;

/** A fact that is about an order itself: it names whose order it is. */
export type OrderSubjectFact = Extract<OrderFact, { readonly subject: OrderSubject }>;

/** The kinds of facts, as they stand in the history's event types. */
export type OrderFactType = OrderFact['type'];

interface FactBase {
  /**
   * Identifies the fact: the DRS `notificationId`; `replenish:{eventInstanceId}` for the maker's own, `action:{actionId}` for
   * an operator's.
   */
  readonly notificationId: string;
  /** `notificationTime` of the notification, `requestedAt` of the maker's call, the time of the operator's action: ISO 8601, UTC. */
  readonly occurredAt: string;
}

/** Which order it is and whose: what every notification of an order repeats. */
export interface OrderSubject {
  readonly modelId: string;
  readonly serialNumber: string;
  readonly slotId: string;
  /** Amazon's `directedCustomerId`: an opaque id, no personal data. */
  readonly customerId: string;
}

/** One product of an order as a notification names it. */
export interface FactItem {
  readonly asin: string | null;
  readonly quantity: number | null;
  readonly unit: string | null;
  /** ISO 8601, UTC. */
  readonly estimatedDelivery: string | null;
}

/** The version of a notification's shape. Source: Amazon's page, "Version Notes". */
export type NotificationVersion = '1.0' | '2.0';

/** What the Replenish call answered the maker. Source: Amazon's page of the Replenish API. */
export type ReplenishDetailCode =
  'STANDARD_ORDER_PLACED' | 'TEST_ORDER_PLACED' | 'ORDER_INPROGRESS';

/** The maker told us of its Replenish call. */
export interface ReplenishRequested extends FactBase {
  readonly type: 'replenish-requested';
  readonly subject: OrderSubject;
  /** `ORDER_INPROGRESS` starts no order and so never becomes a fact. */
  readonly detailCode: Exclude<ReplenishDetailCode, 'ORDER_INPROGRESS'>;
}

/** Amazon placed the order. */
export interface OrderPlaced extends FactBase {
  readonly type: 'order-placed';
  readonly subject: OrderSubject;
  readonly items: readonly FactItem[];
  /** The version of the notification; missing in facts from before 0.3. */
  readonly version?: NotificationVersion;
}

/** Amazon says that the order was cancelled; the reason is not in the message. */
export interface OrderCancelled extends FactBase {
  readonly type: 'order-cancelled';
  readonly subject: OrderSubject;
}

/** Amazon shipped the order or a part of it. */
export interface ItemShipped extends FactBase {
  readonly type: 'item-shipped';
  readonly subject: OrderSubject;
  readonly items: readonly FactItem[];
  /** The version of the notification; missing in facts from before 0.3. */
  readonly version?: NotificationVersion;
}

/** The order's device was deregistered. */
export interface DeviceDeregistered extends FactBase {
  readonly type: 'device-deregistered';
}

/** An operator ended the order by hand; who it was, and why, stands in PostgreSQL. */
export interface OrderEnded extends FactBase {
  readonly type: 'order-ended';
}
