import { failureWords } from '@refill/service/failure-words';
import {
  ReadinessDetail,
  type ReadinessReport,
  runReadinessChecks,
} from '@refill/service/readiness';
import type { TemporalConnection } from '@refill/temporal/connection';
import { BackendFailure } from './backend-failure';
import type { SqsConsumer } from './sqs-consumer';
import { ageInSeconds, type StoreSummary } from './store-summary';

/** What ingestion needs to work in full. */
export interface Needs {
  readonly temporal: TemporalConnection;
  /** Reads what lies in PostgreSQL, and so finds out whether it is there, with its schema. */
  readonly readStore: () => Promise<StoreSummary>;
  /** `null` without `SQS_QUEUE_URL`. */
  readonly sqs: () => SqsConsumer | null;
}

const TIMEOUT_MS = 1_500;

/**
 * Tells whether Temporal and PostgreSQL (with its schema) are there, how much is deferred, and how much lies in
 * quarantine.
 *
 * Not ready does not mean that nothing can be taken: with Temporal down messages are deferred.
 */
export async function ingestionReadiness({
  temporal,
  readStore,
  sqs,
}: Needs): Promise<ReadinessReport> {
  const stored: { summary: StoreSummary | null } = { summary: null };
  const consumer = sqs();
  const { checks } = await runReadinessChecks(
    {
      temporal: named('Temporal', async () => {
        await temporal.connection.withDeadline(
          Date.now() + TIMEOUT_MS,
          async () =>
            await temporal.connection.workflowService.describeNamespace({
              namespace: temporal.namespace,
            }),
        );
      }),
      postgres: named('PostgreSQL', async () => {
        stored.summary = await readStore();
      }),
      ...(consumer === null ? {} : { sqs: named('the queue', async () => await consumer.check()) }),
    },
    // Later than the checks' own limits, whose words say more.
    2 * TIMEOUT_MS,
  );
  return {
    checks: {
      ...checks,
      backlog: { ok: true, detail: backlogDetail(stored.summary) },
      quarantine: { ok: true, detail: quarantineDetail(stored.summary) },
    },
  };
}

/** Says of a failure what is not there, and what kind of failure it is. */
function named(what: string, check: () => Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await check();
    } catch (error) {
      throw new ReadinessDetail(`${what} ${wordsOf(error)}`);
    }
  };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof BackendFailure)) return failureWords(error);
  return error.cause === undefined ? 'does not answer' : failureWords(error.cause);
}

const NOT_KNOWN = 'not known while PostgreSQL is not there';

function backlogDetail(summary: StoreSummary | null): string {
  if (summary === null) return NOT_KNOWN;
  const { count, oldestReceivedAt } = summary.deferred;
  return `${messages(count)} for Temporal${since(oldestReceivedAt)}`;
}

function quarantineDetail(summary: StoreSummary | null): string {
  if (summary === null) return NOT_KNOWN;
  const { open, oldestOpenReceivedAt } = summary.quarantine;
  return `${messages(open)} for somebody to look${since(oldestOpenReceivedAt)}`;
}

function messages(count: number): string {
  return count === 1 ? '1 message waits' : `${String(count)} messages wait`;
}

function since(oldestReceivedAt: string | null): string {
  if (oldestReceivedAt === null) return '';
  const seconds = Math.round(ageInSeconds(oldestReceivedAt));
  return seconds < 120
    ? `, the oldest for ${String(seconds)} s`
    : `, the oldest for ${String(Math.round(seconds / 60))} min`;
}
