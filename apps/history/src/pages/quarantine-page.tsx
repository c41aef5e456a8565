import type { z } from 'zod';
import type { QuarantineSummary } from '@refill/order-history/quarantine-list';
import { QUARANTINE_STATES } from '@refill/order-history/quarantine-states';
import type { quarantinePageSchema, quarantineQuery } from '../quarantine-query';
import { listOf } from '../request-text';
import { minuteField } from './filter-times';
import { ChoiceField, FilterButtons, Pager, SelectField, TextField } from './list-controls';
import { Instant, QuarantineStatePill } from './page-parts';

type Query = z.output<typeof quarantineQuery>;

/** What lies in quarantine: how much for which reason, and the list with its filters. */
export function QuarantinePage({
  query,
  asked,
  page,
  summary,
  isWriter,
}: {
  readonly query: Query;
  /** The query as it was written: for the link to the next page. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly page: z.output<typeof quarantinePageSchema>;
  readonly summary: QuarantineSummary;
  /** Whether the session may open messages and replay them. */
  readonly isWriter: boolean;
}) {
  return (
    <>
      <h1>Quarantine</h1>
      <ReasonsSection summary={summary} isWriter={isWriter} />
      <section aria-labelledby="messages">
        <h2 id="messages">Messages</h2>
        <QuarantineFilters query={query} />
        <MessagesTable page={page} isWriter={isWriter} />
        <Pager path="/quarantine" query={asked} nextCursor={page.nextCursor} />
      </section>
    </>
  );
}

function ReasonsSection({
  summary,
  isWriter,
}: {
  readonly summary: QuarantineSummary;
  readonly isWriter: boolean;
}) {
  if (summary.oldestOpenReceivedAt === null) return <p class="empty">Nothing waits.</p>;
  return (
    <section aria-labelledby="reasons">
      <h2 id="reasons">{`${String(summary.open)} open, by reason`}</h2>
      <p>
        The oldest came <Instant at={summary.oldestOpenReceivedAt} />.
      </p>
      <ul class="reasons">
        {summary.byReason.map(({ reasonCode, count }) => {
          const search = new URLSearchParams({ reasonCode }).toString();
          return (
            <li>
              <span class="count">{count}</span>
              <a href={`/quarantine?state=open&${search}`}>
                <code>{reasonCode}</code>
              </a>
              {isWriter ? <a href={`/quarantine/replays/new?${search}`}>Replay all …</a> : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function QuarantineFilters({ query }: { readonly query: Query }) {
  return (
    <form method="get" action="/quarantine" class="filters" aria-label="Filter">
      <ChoiceField
        legend="State"
        name="state"
        options={QUARANTINE_STATES}
        chosen={listOf(query.state) ?? []}
      />
      <TextField label="Reason" name="reasonCode" value={query.reasonCode} />
      <SelectField
        label="Came by"
        name="transport"
        options={['https', 'sqs']}
        selected={query.transport}
      />
      <TextField
        label="Received from (UTC)"
        name="receivedFrom"
        type="datetime-local"
        value={minuteField(query.receivedFrom)}
      />
      <TextField
        label="Received before (UTC)"
        name="receivedTo"
        type="datetime-local"
        value={minuteField(query.receivedTo)}
      />
      <FilterButtons path="/quarantine" />
    </form>
  );
}

function MessagesTable({
  page,
  isWriter,
}: {
  readonly page: z.output<typeof quarantinePageSchema>;
  readonly isWriter: boolean;
}) {
  if (page.items.length === 0) return <p class="empty">No message fits.</p>;
  return (
    <table class="cards">
      <caption class="visually-hidden">Quarantined messages, the newest first</caption>
      <thead>
        <tr>
          <th scope="col">Message</th>
          <th scope="col">State</th>
          <th scope="col">Why</th>
          <th scope="col">Came by</th>
          <th scope="col">Came</th>
          <th scope="col">Times</th>
        </tr>
      </thead>
      <tbody>
        {page.items.map((item) => (
          <tr>
            <th scope="row" data-label="Message" class="id">
              {isWriter ? <a href={`/quarantine/${item.id}`}>{item.messageId}</a> : item.messageId}
            </th>
            <td data-label="State">
              <QuarantineStatePill state={item.state} />
            </td>
            <td data-label="Why">
              <code>{item.reasonCode}</code>
              <p>{item.detail}</p>
            </td>
            <td data-label="Came by">{item.transport}</td>
            <td data-label="Came">
              <Instant at={item.receivedAt} />
            </td>
            <td data-label="Times">{item.attempts}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
