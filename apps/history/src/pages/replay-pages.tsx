import type { ReplayProgress } from '@refill/order-history/replay-progress';
import type { ReplayRequested } from '@refill/order-history/quarantine-replays';
import { REPLAY_OUTCOMES, type ReplayOutcome } from '@refill/order-history/quarantine-states';
import type { PageSession } from './page-session';
import { ActorField } from './list-controls';
import { CsrfField, Fact, Instant } from './page-parts';

/** What a replay of all open messages of one reason would take, before it is asked for. */
export function ReplayPreviewPage({
  reasonCode,
  preview,
  session,
}: {
  readonly reasonCode: string;
  readonly preview: ReplayRequested;
  readonly session: PageSession;
}) {
  const search = new URLSearchParams({ reasonCode }).toString();
  return (
    <>
      <p class="trail">
        <a href="/quarantine">Quarantine</a>
      </p>
      <h1>Replay all of one reason</h1>
      <p>
        {`${messages(preview.matched)} open for `}
        <code>{reasonCode}</code>.{' '}
        {preview.matched === 0
          ? 'There is nothing to replay.'
          : 'Replaying sends each of them through the whole pipeline again, the longest in quarantine first.'}
      </p>
      {preview.matched === 0 ? null : (
        <>
          <h2>{preview.matched > preview.sampleIds.length ? 'Some of them' : 'These are they'}</h2>
          <ul>
            {preview.sampleIds.map((id) => (
              <li>
                <a href={`/quarantine/${id}`}>{`Message ${id}`}</a>
              </li>
            ))}
          </ul>
          <form method="post" action="/quarantine/replays" class="panel">
            <CsrfField session={session} />
            <input type="hidden" name="reasonCode" value={reasonCode} />
            <ActorField session={session} />
            <button type="submit">{`Replay ${messages(preview.matched)}`}</button>
          </form>
        </>
      )}
      <p>
        <a href={`/quarantine?state=open&${search}`}>Back to the list</a>
      </p>
    </>
  );
}

/** How far a replay has come. */
export function ReplayPage({ replay }: { readonly replay: ReplayProgress }) {
  return (
    <>
      <p class="trail">
        <a href="/quarantine">Quarantine</a>
      </p>
      <h1>Replay {replay.replayId}</h1>
      <p>
        <progress
          value={replay.done}
          max={Math.max(1, replay.total)}
          aria-label="Messages that are settled"
        />{' '}
        {`${String(replay.done)} of ${messages(replay.total)} settled`}
        {replay.finishedAt === null ? '; the rest waits for ingestion.' : '.'}
      </p>
      <dl class="facts">
        {replay.reasonCode === null ? null : (
          <Fact name="Reason">
            <code>{replay.reasonCode}</code>
          </Fact>
        )}
        <Fact name="Asked for">
          <Instant at={replay.requestedAt} />
          {replay.who.actor === null ? null : `, by ${replay.who.actor}`}
        </Fact>
        <Fact name="Finished">
          <Instant at={replay.finishedAt} />
        </Fact>
        {REPLAY_OUTCOMES.filter((outcome) => replay.outcomes[outcome] > 0).map((outcome) => (
          <Fact name={OUTCOME_WORDS[outcome]}>{replay.outcomes[outcome]}</Fact>
        ))}
      </dl>
    </>
  );
}

const OUTCOME_WORDS = {
  taken: 'Went through',
  deferred: 'Went through, waits for Temporal',
  quarantined: 'Still cannot be used',
  untrusted: 'Signature does not fit',
  failed: 'Failed',
} as const satisfies Readonly<Record<ReplayOutcome, string>>;

function messages(count: number): string {
  return count === 1 ? '1 message' : `${String(count)} messages`;
}
