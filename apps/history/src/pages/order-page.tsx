import type { OrderEmailState } from '@refill/order-history/emails-of-order';
import type { OperatorAction } from '@refill/order-history/operator-action';
import type { RecordedOrderEvent } from '@refill/order-history/order-event-schema';
import type { OrderEmailKind } from '@refill/order-lifecycle/order-event';
import { isTerminal } from '@refill/order-lifecycle/order-status';
import type { OrderJson } from '../order-json';
import { nextWords } from './next-words';
import { itemWords } from './item-words';
import { orderEventWords } from './order-event-words';
import { EmailsSection } from './order-emails';
import { OrderForms } from './order-forms';
import { OrderNow } from './order-now';
import { Fact, Instant, OrderStatusPill, Pill } from './page-parts';
import type { PageSession } from './page-session';
import { customerUrl, deviceUrl, orderUrl } from './page-urls';

/** Everything that the page of an order shows. */
export interface OrderPageContent {
  readonly order: OrderJson;
  readonly emails: readonly OrderEmailState[];
  readonly events: readonly RecordedOrderEvent[];
  /** The cursor of the events that follow; `null` when these are the last. */
  readonly nextEvents: string | null;
  readonly actions: readonly OperatorAction[];
  /** The mails that would say what is true of it now. */
  readonly emailsToResend: readonly OrderEmailKind[];
  readonly session: PageSession;
}

/** One order: how it stands, what happened to it, what comes next, and what somebody can do. */
export function OrderPage({
  order,
  emails,
  events,
  nextEvents,
  actions,
  emailsToResend,
  session,
}: OrderPageContent) {
  const { modelId, serialNumber } = order.device;
  return (
    <>
      <p class="trail">
        <a href="/orders">Orders</a>
      </p>
      <h1>
        Order <span class="id">{order.orderId}</span>
      </h1>
      <p class="pills">
        <OrderStatusPill status={order.status} attention={order.attention} />
        {order.test ? <Pill tone="quiet" word="test order" /> : null}
      </p>
      <OrderNow order={order} />
      <dl class="facts">
        <Fact name="Device">
          <a href={deviceUrl(order.device)}>
            {modelId} <span class="id">{serialNumber}</span>
          </a>
          <p>slot {order.slotId}</p>
        </Fact>
        <Fact name="Customer">
          {session.role === 'write' ? (
            <a class="id" href={customerUrl(order.customerId)}>
              {order.customerId}
            </a>
          ) : (
            <span class="id">{order.customerId}</span>
          )}
        </Fact>
        <Moment name="Requested" at={order.requestedAt} />
        <Moment name="Placed" at={order.placedAt} />
        <Moment name="Cancellable until" at={order.cancellableUntil} />
        <Moment name="Expected delivery" at={order.estimatedDelivery} />
        <Moment name="Shipped" at={order.shippedAt} />
        <Moment name="Cancelled" at={order.cancelledAt} />
        {order.cancellationReason === null ? null : (
          <Fact name="Cancelled by">
            {order.cancellationReason === 'customer' ? 'the customer' : 'Amazon, unresolved'}
          </Fact>
        )}
        <Moment name="Device deregistered" at={order.deviceDeregisteredAt} />
        <Fact name="Workflow">
          {order.workflow.url === null ? (
            <span class="id">{order.workflow.workflowId}</span>
          ) : (
            <a href={order.workflow.url} rel="noreferrer">
              in the Temporal UI
            </a>
          )}
        </Fact>
      </dl>
      <ItemsSection order={order} />
      <TimelineSection order={order} events={events} next={nextEvents} actions={actions} />
      <EmailsSection emails={emails} />
      <WaitingSection actions={actions.filter(({ state }) => state === 'waiting')} />
      {session.role === 'write' ? (
        <OrderForms
          orderId={order.orderId}
          isOpen={!isTerminal(order.status)}
          emailsToResend={emailsToResend}
          session={session}
        />
      ) : null}
    </>
  );
}

function Moment({ name, at }: { readonly name: string; readonly at: string | null }) {
  return at === null ? null : (
    <Fact name={name}>
      <Instant at={at} />
    </Fact>
  );
}

function ItemsSection({ order }: { readonly order: OrderJson }) {
  if (order.items.length === 0) return null;
  return (
    <section aria-labelledby="items">
      <h2 id="items">Items</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">State</th>
            <th scope="col">Expected</th>
          </tr>
        </thead>
        <tbody>
          {order.items.map((item) => (
            <tr>
              <th scope="row" data-label="Item">
                {itemWords(item)}
              </th>
              <td data-label="State">
                <Pill
                  tone={item.shipped ? 'good' : 'busy'}
                  word={item.shipped ? 'shipped' : 'to come'}
                />
              </td>
              <td data-label="Expected">
                <Instant at={item.estimatedDelivery} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function TimelineSection({
  order,
  events,
  next,
  actions,
}: {
  readonly order: OrderJson;
  readonly events: readonly RecordedOrderEvent[];
  readonly next: string | null;
  readonly actions: readonly OperatorAction[];
}) {
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">What happened</h2>
      <ol class="timeline">
        {events.map((event) => {
          const { headline, details } = orderEventWords(event, actions);
          return (
            <li class={event.type}>
              <Instant at={event.occurredAt} />
              <div>
                <strong>{headline}</strong>
                {details.map((detail) => (
                  <p>{detail}</p>
                ))}
              </div>
            </li>
          );
        })}
        {next !== null || order.next === null ? null : (
          <li class="to-come">
            <Instant at={order.next.at} relative />
            <div>
              <strong>To come: {nextWords(order.next.kind)}</strong>
            </div>
          </li>
        )}
      </ol>
      {next === null ? null : (
        <p>
          <a href={`${orderUrl(order.orderId)}?cursor=${encodeURIComponent(next)}`}>
            What happened next
          </a>
        </p>
      )}
    </section>
  );
}

function WaitingSection({ actions }: { readonly actions: readonly OperatorAction[] }) {
  if (actions.length === 0) return null;
  return (
    <section aria-labelledby="under-way">
      <h2 id="under-way">Under way</h2>
      <ul>
        {actions.map(({ kind, emailKind, actor, requestedAt }) => (
          <li>
            {kind === 'resend-email' ? `sending ${emailKind ?? 'a mail'} again` : kind}
            {actor === null ? '' : `, asked for by ${actor}`}, <Instant at={requestedAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}
