import { ORDER_EMAIL_KINDS } from '@refill/order-lifecycle/order-event';
import type { OrderJson } from '../order-json';
import { TextField } from './list-controls';
import { CsrfField } from './page-parts';
import type { PageSession } from './page-session';
import { orderUrl } from './page-urls';

const NAME = 'Your name (for the record)';

/** What somebody with the write token can do with an order. */
export function OrderForms({
  order,
  session,
  isOpen,
}: {
  readonly order: OrderJson;
  readonly session: PageSession;
  readonly isOpen: boolean;
}) {
  const url = orderUrl(order.orderId);
  return (
    <section aria-labelledby="actions">
      <h2 id="actions">What to do</h2>
      <div class="forms">
        <form class="panel" method="post" action={`${url}/notes`}>
          <h3>Add a note</h3>
          <CsrfField session={session} />
          <TextField label="Note" name="text" maxLength={2000} required />
          <TextField label={NAME} name="actor" maxLength={100} />
          <button type="submit">Add note</button>
        </form>
        <form class="panel" method="post" action={`${url}/resend`}>
          <h3>Send a mail again</h3>
          <CsrfField session={session} />
          <label>
            <span>Mail</span>
            <select name="kind">
              {ORDER_EMAIL_KINDS.map((kind) => (
                <option value={kind}>{kind}</option>
              ))}
            </select>
          </label>
          <TextField
            label="To another address (else the customer's)"
            name="to"
            type="email"
            maxLength={254}
          />
          <TextField label="Why" name="reason" maxLength={500} />
          <TextField label={NAME} name="actor" maxLength={100} />
          <button type="submit">Send again</button>
        </form>
        <form class="panel" method="post" action={`${url}/reconcile`}>
          <h3>Compare with Temporal</h3>
          <CsrfField session={session} />
          <p>
            Rebuilds the order from its workflow's history and shows what differs, before anything
            is changed.
          </p>
          <button type="submit">Compare</button>
        </form>
        {isOpen ? (
          <form
            class="panel"
            method="post"
            action={`${url}/end`}
            data-confirm="End this order by hand?"
          >
            <h3>End by hand</h3>
            <CsrfField session={session} />
            <p>Refill stops waiting, and tells the customer nothing.</p>
            <TextField label="Why" name="reason" maxLength={500} required />
            <TextField label={NAME} name="actor" maxLength={100} />
            <button type="submit" class="danger">
              End order
            </button>
          </form>
        ) : null}
      </div>
    </section>
  );
}
