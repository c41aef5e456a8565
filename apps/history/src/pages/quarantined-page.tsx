import type { QuarantineAction, QuarantinedRow } from '@refill/order-history/quarantine-list';
import type { PageSession } from './page-session';
import { ActorField, TextField } from './list-controls';
import { CsrfField, Fact, Instant, Pill, QuarantineStatePill } from './page-parts';

/** One quarantined message: why it lies there, what it says and what was done with it. */
export function QuarantinedPage({
  message,
  session,
}: {
  readonly message: QuarantinedRow;
  readonly session: PageSession;
}) {
  const search = new URLSearchParams({ reasonCode: message.reasonCode }).toString();
  return (
    <>
      <p class="trail">
        <a href="/quarantine">Quarantine</a>
      </p>
      <h1>Quarantined message</h1>
      <p class="pills">
        <QuarantineStatePill state={message.state} />
        {message.untrusted ? <Pill tone="warning" word="untrusted" /> : null}
      </p>
      <dl class="facts">
        <Fact name="Message">
          <span class="id">{message.messageId}</span>
        </Fact>
        <Fact name="Why">
          <a href={`/quarantine?${search}`}>
            <code>{message.reasonCode}</code>
          </a>
          <p>{message.detail}</p>
        </Fact>
        <Fact name="Came by">{message.transport}</Fact>
        <Fact name="First came">
          <Instant at={message.receivedAt} />
        </Fact>
        <Fact name="Came last">
          <Instant at={message.lastReceivedAt} />
          {`, ${String(message.attempts)} ${message.attempts === 1 ? 'time' : 'times'} in all`}
        </Fact>
        <Fact name="Trusted">{message.untrusted ? 'no: its signature does not fit' : 'yes'}</Fact>
      </dl>
      {message.state === 'open' ? <ActionForms message={message} session={session} /> : null}
      <section aria-labelledby="says">
        <h2 id="says">What it says</h2>
        {message.body === '' ? (
          <p class="empty">Its text was erased.</p>
        ) : (
          <pre tabIndex={0} aria-labelledby="says">
            {readable(message.body)}
          </pre>
        )}
        <details>
          <summary>Headers</summary>
          <pre tabIndex={0}>{JSON.stringify(message.headers, null, 2)}</pre>
        </details>
      </section>
      <section aria-labelledby="done">
        <h2 id="done">What was done with it</h2>
        {message.actions.length === 0 ? (
          <p class="empty">Nothing yet.</p>
        ) : (
          <ol class="timeline">
            {message.actions.map((action) => (
              <ActionItem action={action} />
            ))}
          </ol>
        )}
      </section>
    </>
  );
}

function ActionForms({
  message,
  session,
}: {
  readonly message: QuarantinedRow;
  readonly session: PageSession;
}) {
  return (
    <section aria-labelledby="actions">
      <h2 id="actions">What to do</h2>
      <div class="forms">
        <form class="panel" method="post" action={`/quarantine/${message.id}/replay`}>
          <CsrfField session={session} />
          <p>Replaying sends it through the whole pipeline again.</p>
          <ActorField session={session} />
          <button type="submit">Replay</button>
        </form>
        <form
          class="panel"
          method="post"
          data-confirm="Give this message up?"
          action={`/quarantine/${message.id}/drop`}
        >
          <CsrfField session={session} />
          <p>Dropping gives it up. It stays in the list, with who did it and why.</p>
          <ActorField session={session} />
          <TextField label="Why" name="note" maxLength={1000} required />
          <button type="submit" class="danger">
            Drop
          </button>
        </form>
      </div>
    </section>
  );
}

function ActionItem({ action }: { readonly action: QuarantineAction }) {
  return (
    <li>
      <Instant at={action.at} />
      <div>
        <strong>{headlineOf(action)}</strong>
        <p>{whoWords(action)}</p>
        {action.note === null ? null : <p>{action.note}</p>}
      </div>
    </li>
  );
}

function headlineOf({ action, outcome, code }: QuarantineAction): string {
  switch (action) {
    case 'replay-requested':
      return 'Replay asked for';
    case 'replay-settled':
      return `Replayed: ${outcome ?? 'no outcome'}${code === null ? '' : ` (${code})`}`;
    case 'dropped':
      return 'Dropped';
    case 'erased':
      return 'Its text was erased: it named a customer who was erased';
  }
}

function whoWords({ actor, token }: QuarantineAction): string {
  if (token === null) return 'by ingestion';
  return actor === null ? `with the token ${token}` : `by ${actor}, with the token ${token}`;
}

/** JSON with line breaks, also where it stands as a text in JSON, as SNS sends it; any other text as it is. */
function readable(text: string): string {
  const parsed = parseJson(text);
  if (parsed === undefined) return text;
  return JSON.stringify(
    parsed,
    (_key, value: unknown) => (typeof value === 'string' ? (parseObject(value) ?? value) : value),
    2,
  );
}

function parseObject(text: string): object | undefined {
  const parsed = parseJson(text);
  return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
}

function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}
