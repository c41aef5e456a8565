import type { QuarantineSummary } from '@refill/order-history/quarantine-list';
import type { OrdersSummary } from '@refill/order-history/summarize-orders';
import { Instant } from './page-parts';

/** Everything that the status page shows. */
export interface StatusContent {
  readonly orders: OrdersSummary;
  readonly quarantine: QuarantineSummary;
  readonly deferred: { readonly count: number; readonly oldestReceivedAt: string | null };
  readonly erasures: { readonly unfinished: number; readonly oldestRequestedAt: string | null };
}

/** How things stand at a glance: what somebody has to look at first, then the open orders. */
export function StatusPage({ orders, quarantine, deferred, erasures }: StatusContent) {
  const overdue = orders.attention.filter(({ count }) => count > 0);
  const calm =
    overdue.length === 0 &&
    quarantine.open + deferred.count + erasures.unfinished + orders.failedEmails === 0;
  return (
    <>
      <h1>Status</h1>
      {calm ? <p class="calm">Nothing waits for anybody.</p> : null}
      <section aria-labelledby="attention">
        <h2 id="attention">To look at</h2>
        <ul class="tiles">
          {orders.attention.map(({ attention, count }) => (
            <Tile
              name={`Open orders: ${attention}`}
              count={count}
              tone="warning"
              href={`/orders?attention=${attention}`}
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
          <Tile name="Mails failed in 7 days" count={orders.failedEmails} tone="warning" />
          <Tile
            name="Customers being erased"
            count={erasures.unfinished}
            tone="warning"
            since={erasures.oldestRequestedAt}
          />
        </ul>
      </section>
      <section aria-labelledby="open">
        <h2 id="open">Open orders</h2>
        <ul class="tiles">
          {orders.open.map(({ status, count }) => (
            <Tile name={status} count={count} tone="busy" href={`/orders?status=${status}`} />
          ))}
        </ul>
      </section>
      <section aria-labelledby="ended">
        <h2 id="ended">Ended orders</h2>
        <p>
          {(['shipped', 'cancelled', 'expired', 'ended'] as const).map((status) => (
            <>
              <a href={`/orders?status=${status}`}>{status}</a>{' '}
            </>
          ))}
        </p>
      </section>
    </>
  );
}

function Tile({
  name,
  count,
  tone,
  href,
  since = null,
}: {
  readonly name: string;
  readonly count: number;
  readonly tone: 'warning' | 'bad' | 'busy';
  readonly href?: string;
  /** When the oldest of them came. */
  readonly since?: string | null;
}) {
  const number = <span class="number">{count.toLocaleString('en-US')}</span>;
  return (
    <li class={count === 0 ? 'tile' : `tile ${tone}`}>
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
