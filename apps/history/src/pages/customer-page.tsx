import type { z } from 'zod';
import type { Contact } from '@refill/order-history/contacts';
import type { erasureSchema } from '../erasure-json';
import type { PageSession } from './page-session';
import { customerUrl } from './page-urls';
import { ActorField, TextField } from './list-controls';
import { CsrfField, Fact, Instant } from './page-parts';

type ErasureJson = z.output<typeof erasureSchema>;

/** What the contact form shows; the stored contact, or what somebody wrote that could not be stored. */
export interface ContactFields {
  readonly email: string;
  readonly name: string;
  readonly locale: string;
}

/** What was wrong with what was filled in, by the names of the fields. */
export type CustomerErrors = Readonly<Partial<Record<keyof ContactFields | 'confirm', string>>>;

/** One customer: how to reach them, their orders and devices, and how to erase them. */
export function CustomerPage({
  customerId,
  contact,
  fields,
  errors,
  erasure,
  session,
}: {
  readonly customerId: string;
  readonly contact: Contact | null;
  readonly fields: ContactFields;
  /** What was wrong with the fields, by their names. */
  readonly errors: CustomerErrors;
  readonly erasure: ErasureJson | null;
  readonly session: PageSession;
}) {
  const search = new URLSearchParams({ customerId }).toString();
  return (
    <>
      <h1>Customer</h1>
      <p class="id">{customerId}</p>
      <ul class="plain">
        <li>
          <a href={`/orders?${search}`}>Orders of this customer</a>
        </li>
        <li>
          <a href={`/devices?${search}`}>Devices of this customer</a>
        </li>
      </ul>
      {erasure === null ? null : <ErasureSection erasure={erasure} />}
      <ContactSection
        customerId={customerId}
        contact={contact}
        fields={fields}
        errors={errors}
        session={session}
      />
      {erasure === null || erasure.state === 'lifted' ? (
        <EraseSection customerId={customerId} error={errors.confirm} session={session} />
      ) : null}
    </>
  );
}

function ContactSection({
  customerId,
  contact,
  fields,
  errors,
  session,
}: {
  readonly customerId: string;
  readonly contact: Contact | null;
  readonly fields: ContactFields;
  readonly errors: CustomerErrors;
  readonly session: PageSession;
}) {
  return (
    <section aria-labelledby="contact">
      <h2 id="contact">How to reach them</h2>
      {contact === null ? (
        <p class="empty">No contact is stored: this customer gets no mail.</p>
      ) : null}
      <form class="panel" method="post" action={`${customerUrl(customerId)}/contact`}>
        <CsrfField session={session} />
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          value={fields.email}
          error={errors.email}
          maxLength={254}
          autocomplete="off"
          required
        />
        <TextField
          label="Name (optional)"
          name="name"
          value={fields.name}
          error={errors.name}
          maxLength={200}
          autocomplete="off"
        />
        <TextField
          label="Language (optional), such as en or de-AT"
          name="locale"
          value={fields.locale}
          error={errors.locale}
          maxLength={85}
          autocomplete="off"
        />
        <button type="submit">{contact === null ? 'Store' : 'Replace'}</button>
      </form>
      {contact === null ? null : (
        <form
          method="post"
          data-confirm="Delete this contact? The customer gets no mail then."
          action={`${customerUrl(customerId)}/contact/delete`}
        >
          <CsrfField session={session} />
          <button type="submit" class="danger">
            Delete the contact
          </button>
        </form>
      )}
    </section>
  );
}

function EraseSection({
  customerId,
  error,
  session,
}: {
  readonly customerId: string;
  readonly error: string | undefined;
  readonly session: PageSession;
}) {
  return (
    <section aria-labelledby="erase">
      <h2 id="erase">Erase this customer</h2>
      <p>
        The contact is forgotten, and a pseudonym takes the place of the customer’s id in all that
        is kept: orders, devices and running workflows. This cannot be undone.
      </p>
      <form
        class="panel"
        method="post"
        data-confirm="Erase this customer? This cannot be undone."
        action={`${customerUrl(customerId)}/erase`}
      >
        <CsrfField session={session} />
        <ActorField session={session} />
        <TextField
          label="Write the customer’s id to confirm"
          name="confirm"
          error={error}
          autocomplete="off"
          required
        />
        <button type="submit" class="danger">
          Erase this customer
        </button>
      </form>
    </section>
  );
}

function ErasureSection({ erasure }: { readonly erasure: ErasureJson }) {
  return (
    <section aria-labelledby="erasure">
      <h2 id="erasure">{ERASURE_WORDS[erasure.state]}</h2>
      <dl class="facts">
        <Fact name="Pseudonym">
          <span class="id">{erasure.pseudonym}</span>
        </Fact>
        <Fact name="Asked for">
          <Instant at={erasure.requestedAt} />
          {erasure.actor === null ? null : `, by ${erasure.actor}`}
        </Fact>
        <Fact name="Finished">
          <Instant at={erasure.finishedAt} />
        </Fact>
        <Fact name="Changed until now">
          {`${String(erasure.counts.orders)} orders, ${String(erasure.counts.devices)} devices, ` +
            `${String(erasure.counts.quarantined)} quarantined messages`}
        </Fact>
      </dl>
      <p>
        <a href={`/orders?${new URLSearchParams({ customerId: erasure.pseudonym }).toString()}`}>
          Orders under the pseudonym
        </a>
      </p>
    </section>
  );
}

const ERASURE_WORDS = {
  running: 'This customer is being erased',
  finished: 'This customer was erased',
  lifted: 'This customer was erased before; a contact was stored since',
} as const satisfies Readonly<Record<ErasureJson['state'], string>>;
