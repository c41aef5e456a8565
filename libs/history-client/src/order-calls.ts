import type { CallOptions, HistoryConnection } from './history-connection';
import { readCount } from './count';
import { createOperatorCalls, type OperatorCalls } from './operator-calls';
import { type Order, type OrderAttention, orderReader, type OrderStatus } from './order';
import { type OrderEvent, orderEventReader } from './order-event';
import {
  type Listing,
  listingOf,
  type ListOptions,
  type Page,
  pageOf,
  type PageOptions,
} from './page';
import { waitForOrder, type WaitOptions } from './wait-for-order';

/** Which orders of one device are wanted: all conditions have to be met. */
export interface DeviceOrderFilter {
  readonly customerId?: string | undefined;
  readonly slotId?: string | undefined;
  /** One, or any of several. */
  readonly status?: OrderStatus | readonly OrderStatus[] | undefined;
  /** One mark, or at least one of several. */
  readonly attention?: OrderAttention | readonly OrderAttention[] | undefined;
  /** Placed at this time or later: a `Date`, or ISO 8601 with an offset. */
  readonly placedFrom?: string | Date | undefined;
  /** Placed before this time: a `Date`, or ISO 8601 with an offset. */
  readonly placedTo?: string | Date | undefined;
}

/** Which orders are wanted: all conditions have to be met. */
export interface OrderFilter extends DeviceOrderFilter {
  readonly modelId?: string | undefined;
  readonly serialNumber?: string | undefined;
}

/** The calls about orders. All need either token, but for what operators do. */
export interface OrderCalls extends OperatorCalls {
  /** All orders that fit, newest first, read page by page. */
  list(filter?: OrderFilter, options?: ListOptions): Listing<Order>;
  /** One page of the orders that fit, newest first. */
  listPage(filter?: OrderFilter, options?: PageOptions): Promise<Page<Order>>;
  /** How many orders fit. The server reads them all: for the progress of an export, not for each page. */
  count(filter?: OrderFilter, options?: CallOptions): Promise<number>;
  /**
   * One order.
   * @throws HistoryApiError 404 `HISTORY_ORDER_NOT_FOUND`
   */
  get(orderId: string, options?: CallOptions): Promise<Order>;
  /** What happened to an order, in the order of recording, read page by page. */
  events(orderId: string, options?: ListOptions): Listing<OrderEvent>;
  /** One page of what happened to an order. */
  eventsPage(orderId: string, options?: PageOptions): Promise<Page<OrderEvent>>;
  /**
   * Waits until an order has a status, or any of several. One that the history does not hold yet is waited for too.
   * @throws OrderWaitError `HISTORY_CLIENT_WAIT_TIMEOUT` after `timeoutMs`, `HISTORY_CLIENT_WAIT_ENDED` when it has
   * ended otherwise; both tell the last status
   */
  waitForStatus(
    orderId: string,
    status: OrderStatus | readonly OrderStatus[],
    options?: WaitOptions,
  ): Promise<Order>;
}

const ordersPage = pageOf(orderReader);
const eventsPageReader = pageOf(orderEventReader);

/** Reads a page of orders at a route that lists some. */
export function readOrdersPage(
  connection: HistoryConnection,
  at: { readonly route: string; readonly params?: Readonly<Record<string, string>> },
  filter: OrderFilter,
  { signal, limit, cursor }: PageOptions,
): Promise<Page<Order>> {
  const query = { ...filter, limit, cursor };
  return connection.send({ method: 'GET', ...at, query }, ordersPage, { signal });
}

/** Makes the calls about orders. */
export function createOrderCalls(connection: HistoryConnection): OrderCalls {
  const listPage = (filter: OrderFilter = {}, options: PageOptions = {}) =>
    readOrdersPage(connection, { route: '/v1/orders' }, filter, options);
  const get = (orderId: string, options?: CallOptions) =>
    connection.send(
      { method: 'GET', route: '/v1/orders/{orderId}', params: { orderId } },
      orderReader,
      options,
    );
  const eventsPage = (orderId: string, { signal, limit, cursor }: PageOptions = {}) =>
    connection.send(
      {
        method: 'GET',
        route: '/v1/orders/{orderId}/events',
        params: { orderId },
        query: { limit, cursor },
      },
      eventsPageReader,
      { signal },
    );
  return {
    ...createOperatorCalls(connection),
    list: (filter, options = {}) => listingOf(options, (page) => listPage(filter, page)),
    listPage,
    count: async (filter = {}, options) =>
      await readCount(connection, { route: '/v1/order-count', query: { ...filter } }, options),
    get,
    events: (orderId, options = {}) => listingOf(options, (page) => eventsPage(orderId, page)),
    eventsPage,
    waitForStatus: (orderId, status, options = {}) =>
      waitForOrder({ orderId, status, get: (signal) => get(orderId, { signal }) }, options),
  };
}
