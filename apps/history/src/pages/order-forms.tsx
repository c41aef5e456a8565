import type { OrderEmailKind } from '@refill/order-lifecycle/order-event';
import { ActorField, TextField } from './list-controls';
import { CsrfField } from './page-parts';
import type { PageSession } from './page-session';
import { orderUrl } from './page-urls';

/** What somebody with the write token can do with an order. */
export function OrderForms({
  orderId,
  isOpen,
  emailsToResend,
  session,
}: {
  readonly orderId: string;
  readonly isOpen: boolean;
  /** The mails that would say what is true of it now. */
  readonly emailsToResend: readonly OrderEmailKind[];
  readonly session: PageSession;
}) {
  const url = orderUrl(orderId);
  return (
    <section aria-labelledby="actions">
      <h2 id="actions">What to do</h2>
      <div class="forms">
        <form class="panel" method="post" action={`${url}/notes`}>
          <h3>Add a note</h3>
          <CsrfField session={session} />
          <TextField label="Note" name="text" maxLength={2000} required />
          <ActorField session={session} />
          <button type="submit">Add note</button>
        </form>
        <ResendForm url={url} kinds={emailsToResend} session={session} />
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
            <ActorField session={session} />
            <button type="submit" class="danger">
              End order
            </button>
          </form>
        ) : null}
      </div>
    </section>
  );
}

function ResendForm({
  url,
  kinds,
  session,
}: {
  readonly url: string;
  readonly kinds: readonly OrderEmailKind[];
  readonly session: PageSession;
}) {
  if (kinds.length === 0) {
    return (
      <div class="panel">
        <h3>Send a mail again</h3>
        <p>No mail would say what is true of this order now.</p>
      </div>
    );
  }
  return (
    <form class="panel" method="post" action={`${url}/resend`}>
      <h3>Send a mail again</h3>
      <CsrfField session={session} />
      <label>
        <span>Mail</span>
        <select name="kind">
          {kinds.map((kind) => (
            <option value={kind}>{kind}</option>
          ))}
        </select>
      </label>
      <TextField
        label="To another address (else the customer's)"
        name="to"
        type="email"
        maxLength={254}
        autocomplete="off"
      />
      <TextField label="Why" name="reason" maxLength={500} />
      <ActorField session={session} />
      <button type="submit">Send again</button>
    </form>
  );
}
