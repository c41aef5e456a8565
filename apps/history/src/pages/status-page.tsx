import type { QuarantineSummary } from '@refill/order-history/quarantine-list';
import type { OrdersSummary } from '@refill/order-history/summarize-orders';
import { OPEN_STATUSES, TERMINAL_STATUSES } from '@refill/order-lifecycle/order-status';
import type { FailedEmail } from '../failed-emails';
import type { OrderJson } from '../order-json';
import { attentionWords } from './attention-words';
import { listUrl } from './list-controls';
import { Instant, OrderStatusPill } from './page-parts';
import { deviceUrl, orderUrl } from './page-urls';

/** Everything that the status page shows. */
export interface StatusContent {
  readonly orders: OrdersSummary;
  readonly quarantine: QuarantineSummary;
  readonly deferred: { readonly count: number; readonly oldestReceivedAt: string | null };
  readonly erasures: { readonly unfinished: number; readonly oldestRequestedAt: string | null };
  /** The newest. */
  readonly failedEmails: readonly FailedEmail[];
  /** The newest orders that have ended. */
  readonly ended: readonly OrderJson[];
}

/** How things stand at a glance: what somebody has to look at first, then the open orders. */
export function StatusPage(content: StatusContent) {
  const { orders, quarantine, deferred, erasures, failedEmails, ended } = content;
  const open = orders.open.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <h1>Status</h1>
      {isCalm(content) ? <p class="calm">Nothing waits for anybody.</p> : null}
      <section aria-labelledby="attention">
        <h2 id="attention">To look at</h2>
        <ul class="tiles">
          {orders.attention.map(({ attention, count }) => (
            <Tile
              name={`Open orders: ${attention}`}
              count={count}
              tone="warning"
              href={listUrl('/orders', { attention, status: OPEN_STATUSES })}
              hint={attentionWords(attention)}
            />
          ))}
          <Tile
            name="Messages in quarantine"
            count={quarantine.open}
            tone="bad"
            href="/quarantine?state=open"
            since={quarantine.oldestOpenReceivedAt}
          />
          <Tile
            name="Waiting for Temporal"
            count={deferred.count}
            tone="bad"
            since={deferred.oldestReceivedAt}
          />
          <Tile
            name="Mails failed in 7 days"
            count={orders.failedEmails}
            tone="warning"
            {...(failedEmails.length === 0 ? {} : { href: '#mails' })}
          />
          <Tile
            name="Customers being erased"
            count={erasures.unfinished}
            tone="warning"
            since={erasures.oldestRequestedAt}
          />
        </ul>
      </section>
      <section aria-labelledby="open">
        <h2 id="open">Open orders: {open.toLocaleString('en-US')}</h2>
        <ul class="tiles">
          {orders.open.map(({ status, count }) => (
            <Tile name={status} count={count} tone="busy" href={`/orders?status=${status}`} />
          ))}
        </ul>
      </section>
      <FailedEmails emails={failedEmails} />
      <EndedOrders orders={ended} />
    </>
  );
}

function isCalm({ orders, quarantine, deferred, erasures }: StatusContent): boolean {
  const marked = orders.attention.reduce((sum, { count }) => sum + count, 0);
  const waiting = quarantine.open + deferred.count + erasures.unfinished;
  return marked + waiting + orders.failedEmails === 0;
}

function Tile({
  name,
  count,
  tone,
  href,
  hint,
  since = null,
}: {
  readonly name: string;
  readonly count: number;
  readonly tone: 'warning' | 'bad' | 'busy';
  readonly href?: string;
  /** What the name means. */
  readonly hint?: string;
  /** When the oldest of them came. */
  readonly since?: string | null;
}) {
  const number = <span class="number">{count.toLocaleString('en-US')}</span>;
  return (
    <li class={count === 0 ? 'tile' : `tile ${tone}`} title={hint}>
      {href === undefined ? (
        <span>
          {number} {name}
        </span>
      ) : (
        <a href={href}>
          {number} {name}
        </a>
      )}
      {since === null || count === 0 ? null : (
        <span class="since">
          the oldest since <Instant at={since} />
        </span>
      )}
    </li>
  );
}

function FailedEmails({ emails }: { readonly emails: readonly FailedEmail[] }) {
  if (emails.length === 0) return null;
  return (
    <section aria-labelledby="mails">
      <h2 id="mails">Mails that failed</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Order</th>
            <th scope="col">Mail</th>
            <th scope="col">Why</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {emails.map(({ orderId, kind, code, failedAt }) => (
            <tr>
              <OrderCell orderId={orderId} />
              <td data-label="Mail">{kind}</td>
              <td data-label="Why">
                <code>{code ?? '–'}</code>
              </td>
              <td data-label="When">
                <Instant at={failedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function EndedOrders({ orders }: { readonly orders: readonly OrderJson[] }) {
  return (
    <section aria-labelledby="ended">
      <h2 id="ended">Newest orders that have ended</h2>
      {orders.length === 0 ? (
        <p class="empty">None has ended yet.</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Order</th>
              <th scope="col">Status</th>
              <th scope="col">Device</th>
              <th scope="col">Placed</th>
              <th scope="col">Shipped or cancelled</th>
            </tr>
          </thead>
          <tbody>
            {orders.map((order) => (
              <tr>
                <OrderCell orderId={order.orderId} />
                <td data-label="Status">
                  <OrderStatusPill status={order.status} attention={order.attention} />
                </td>
                <td data-label="Device">
                  <a href={deviceUrl(order.device)}>
                    {order.device.modelId} <span class="id">{order.device.serialNumber}</span>
                  </a>
                </td>
                <td data-label="Placed">
                  <Instant at={order.placedAt} />
                </td>
                <td data-label="Ended">
                  <Instant at={order.shippedAt ?? order.cancelledAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="more">
        All that are{' '}
        {TERMINAL_STATUSES.map((status, index) => (
          <>
            {index === 0 ? '' : ' · '}
            <a href={`/orders?status=${status}`}>{status}</a>
          </>
        ))}
      </p>
    </section>
  );
}

function OrderCell({ orderId }: { readonly orderId: string }) {
  return (
    <th scope="row" data-label="Order">
      <a class="id" href={orderUrl(orderId)}>
        {orderId}
      </a>
    </th>
  );
}
