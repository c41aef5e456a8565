import type { z } from 'zod';
import { ORDER_ATTENTIONS, ORDER_STATUSES } from '@refill/order-lifecycle/order-status';
import type { OrderJson } from '../order-json';
import type { ordersPageSchema, ordersQuery } from '../orders-query';
import { listOf } from '../request-text';
import { FilterButtons, Pager, SelectField, TextField } from './list-controls';
import { nextWords } from './next-words';
import { Instant, OrderStatusPill } from './page-parts';
import { deviceUrl, orderUrl } from './page-urls';

/** The list of orders with its filters. */
export function OrdersPage({
  query,
  page,
}: {
  readonly query: z.output<typeof ordersQuery>;
  readonly page: z.output<typeof ordersPageSchema>;
}) {
  return (
    <>
      <h1>Orders</h1>
      <form method="get" action="/orders" class="filters" aria-label="Filter">
        <SelectField
          label="Status"
          name="status"
          options={ORDER_STATUSES}
          selected={listOf(query.status)?.[0]}
        />
        <SelectField
          label="Attention"
          name="attention"
          options={ORDER_ATTENTIONS}
          selected={listOf(query.attention)?.[0]}
        />
        <TextField label="Model" name="modelId" value={query.modelId} />
        <TextField label="Serial number" name="serialNumber" value={query.serialNumber} />
        <TextField label="Slot" name="slotId" value={query.slotId} />
        <TextField label="Customer" name="customerId" value={query.customerId} />
        <TextField
          label="Placed from"
          name="placedFrom"
          type="date"
          value={query.placedFrom?.slice(0, 10)}
        />
        <TextField
          label="Placed before"
          name="placedTo"
          type="date"
          value={query.placedTo?.slice(0, 10)}
        />
        <FilterButtons path="/orders" />
      </form>
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
      <Pager path="/orders" query={query} nextCursor={page.nextCursor} />
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
