import type { OrderEmailState } from '@refill/order-history/emails-of-order';
import { Instant, Pill } from './page-parts';

const EMAIL_TONES = { sent: 'good', skipped: 'quiet', failed: 'bad', pending: 'busy' } as const;

/** Which mails about an order went out, and what became of the others. */
export function EmailsSection({ emails }: { readonly emails: readonly OrderEmailState[] }) {
  return (
    <section aria-labelledby="mails">
      <h2 id="mails">Mails</h2>
      {emails.length === 0 ? (
        <p class="empty">None was due yet.</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Mail</th>
              <th scope="col">Outcome</th>
              <th scope="col">Why</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {emails.map(({ kind, outcome, detail, at }) => (
              <tr>
                <th scope="row" data-label="Mail">
                  {kind}
                </th>
                <td data-label="Outcome">
                  <Pill tone={EMAIL_TONES[outcome]} word={outcome} />
                </td>
                <td data-label="Why">{detail ?? '–'}</td>
                <td data-label="When">
                  <Instant at={at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
