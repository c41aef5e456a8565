import type { ReconciliationJson } from '../reconciliation-json';
import { ActorField } from './list-controls';
import { CsrfField, Instant } from './page-parts';
import type { PageSession } from './page-session';
import { orderUrl } from './page-urls';

/** What differs between the history and Temporal, and the button that mends it. */
export function ReconciliationPage({
  reconciliation,
  session,
}: {
  readonly reconciliation: ReconciliationJson;
  readonly session: PageSession;
}) {
  const { orderId, differences, missingEvents, same } = reconciliation;
  const url = orderUrl(orderId);
  return (
    <>
      <p class="trail">
        <a href={url}>Order {orderId}</a>
      </p>
      <h1>Compared with Temporal</h1>
      {same ? (
        <p>The history says what Temporal says: there is nothing to mend.</p>
      ) : (
        <>
          {differences.length === 0 ? null : (
            <table class="cards">
              <caption class="visually-hidden">What differs</caption>
              <thead>
                <tr>
                  <th scope="col">Field</th>
                  <th scope="col">In the history</th>
                  <th scope="col">By Temporal</th>
                </tr>
              </thead>
              <tbody>
                {differences.map(({ field, history, temporal }) => (
                  <tr>
                    <th scope="row" data-label="Field">
                      {field}
                    </th>
                    <td data-label="In the history">
                      <code>{JSON.stringify(history)}</code>
                    </td>
                    <td data-label="By Temporal">
                      <code>{JSON.stringify(temporal)}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {missingEvents.length === 0 ? null : (
            <section aria-labelledby="missing">
              <h2 id="missing">Missing in the timeline</h2>
              <ul>
                {missingEvents.map(({ type, occurredAt }) => (
                  <li>
                    {type}, <Instant at={occurredAt} />
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section>
            <form class="panel" method="post" action={`${url}/reconcile`}>
              <CsrfField session={session} />
              <input type="hidden" name="apply" value="yes" />
              <p>Writes the order anew as Temporal has it, and says so in the timeline.</p>
              <ActorField session={session} />
              <button type="submit">Mend the history</button>
            </form>
          </section>
        </>
      )}
    </>
  );
}
