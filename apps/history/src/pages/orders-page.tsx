import type { z } from 'zod';
import {
  OPEN_STATUSES,
  ORDER_ATTENTIONS,
  ORDER_STATUSES,
  TERMINAL_STATUSES,
} from '@refill/order-lifecycle/order-status';
import type { OrderJson } from '../order-json';
import type { ordersPageSchema, ordersQuery } from '../orders-query';
import { listOf } from '../request-text';
import { dayField } from './filter-times';
import { ChoiceField, FilterButtons, listUrl, Pager, TextField } from './list-controls';
import { nextWords } from './next-words';
import { Instant, OrderStatusPill } from './page-parts';
import { deviceUrl, orderUrl } from './page-urls';

type OrdersQuery = z.output<typeof ordersQuery>;

/** The list of orders with its filters. */
export function OrdersPage({
  query,
  asked,
  page,
}: {
  readonly query: OrdersQuery;
  /** The query as it was written: for the links to other lists. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly page: z.output<typeof ordersPageSchema>;
}) {
  return (
    <>
      <h1>Orders</h1>
      <StatusTabs query={query} asked={asked} />
      <OrderFilters query={query} />
      {page.items.length === 0 ? (
        <p class="empty">No order fits.</p>
      ) : (
        <table class="cards">
          <caption class="visually-hidden">Orders, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">Order</th>
              <th scope="col">Status</th>
              <th scope="col">Device</th>
              <th scope="col">Customer</th>
              <th scope="col">Placed</th>
              <th scope="col">Next</th>
            </tr>
          </thead>
          <tbody>
            {page.items.map((order) => (
              <OrderRow order={order} />
            ))}
          </tbody>
        </table>
      )}
      <Pager path="/orders" query={asked} nextCursor={page.nextCursor} />
    </>
  );
}

function OrderRow({ order }: { readonly order: OrderJson }) {
  const { modelId, serialNumber } = order.device;
  return (
    <tr>
      <th scope="row" data-label="Order">
        <a class="id" href={orderUrl(order.orderId)}>
          {order.orderId}
        </a>
      </th>
      <td data-label="Status">
        <OrderStatusPill status={order.status} attention={order.attention} />
      </td>
      <td data-label="Device">
        <a href={deviceUrl(order.device)}>
          {modelId} <span class="id">{serialNumber}</span>
        </a>
      </td>
      <td data-label="Customer" class="id">
        {order.customerId}
      </td>
      <td data-label="Placed">
        <Instant at={order.placedAt} />
      </td>
      <td data-label="Next">
        {order.next === null ? (
          '–'
        ) : (
          <span>
            {nextWords(order.next.kind)} <Instant at={order.next.at} />
          </span>
        )}
      </td>
    </tr>
  );
}

function OrderFilters({ query }: { readonly query: OrdersQuery }) {
  const { status: _status, limit: _limit, cursor: _cursor, ...narrower } = query;
  const isUsed = Object.values(narrower).some((value) => value !== undefined);
  return (
    <details class="filters" open data-used={isUsed ? 'yes' : undefined}>
      <summary>Filters</summary>
      <form method="get" action="/orders" aria-label="Filter">
        <ChoiceField
          legend="Status"
          name="status"
          options={ORDER_STATUSES}
          chosen={listOf(query.status) ?? []}
        />
        <ChoiceField
          legend="Attention"
          name="attention"
          options={ORDER_ATTENTIONS}
          chosen={listOf(query.attention) ?? []}
        />
        <TextField label="Model" name="modelId" value={query.modelId} />
        <TextField label="Serial number" name="serialNumber" value={query.serialNumber} />
        <TextField label="Slot" name="slotId" value={query.slotId} />
        <TextField label="Customer" name="customerId" value={query.customerId} />
        <TextField
          label="Placed from"
          name="placedFrom"
          type="date"
          value={dayField(query.placedFrom)}
        />
        <TextField
          label="Placed before"
          name="placedTo"
          type="date"
          value={dayField(query.placedTo)}
        />
        <FilterButtons path="/orders" />
      </form>
    </details>
  );
}

/** The lists that are asked for most. */
const TABS = [
  ['All', []],
  ['Open', OPEN_STATUSES],
  ...TERMINAL_STATUSES.map((status) => [status, [status]] as const),
] as const;

function StatusTabs({
  query,
  asked,
}: {
  readonly query: OrdersQuery;
  readonly asked: Readonly<Record<string, unknown>>;
}) {
  const chosen = (listOf(query.status) ?? []).join();
  return (
    <nav class="tabs" aria-label="Orders by status">
      <ul>
        {TABS.map(([name, statuses]) => (
          <li>
            <a
              href={listUrl('/orders', { ...asked, status: statuses, cursor: null })}
              aria-current={statuses.join() === chosen ? 'true' : undefined}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
