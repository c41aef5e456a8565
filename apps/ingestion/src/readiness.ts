import { countDeferred } from '@refill/order-history/deferred';
import { type ReadinessReport, runReadinessChecks } from '@refill/service/readiness';
import type { TemporalConnection } from '@refill/temporal/connection';
import type { GuardedHistory } from './guarded-history';
import type { SqsConsumer } from './sqs-consumer';

/** What ingestion needs to work in full. */
export interface Needs {
  readonly temporal: TemporalConnection;
  readonly history: GuardedHistory;
  /** `null` without `SQS_QUEUE_URL`. */
  readonly sqs: () => SqsConsumer | null;
}

const TIMEOUT_MS = 1_500;

/**
 * Tells whether Temporal and PostgreSQL (with its schema) are there, and how much is deferred.
 *
 * Not ready does not mean that nothing can be taken: with Temporal down messages are deferred.
 */
export async function ingestionReadiness({
  temporal,
  history,
  sqs,
}: Needs): Promise<ReadinessReport> {
  let backlog: number | null = null;
  const consumer = sqs();
  const { checks } = await runReadinessChecks(
    {
      temporal: async () => {
        await temporal.connection.withDeadline(
          Date.now() + TIMEOUT_MS,
          async () =>
            await temporal.connection.workflowService.describeNamespace({
              namespace: temporal.namespace,
            }),
        );
      },
      postgres: async () => {
        backlog = await history.run(countDeferred);
      },
      ...(consumer === null ? {} : { sqs: async () => await consumer.check() }),
    },
    TIMEOUT_MS,
  );
  const detail = backlog === null ? 'not known' : `${String(backlog)} messages wait for Temporal`;
  return { checks: { ...checks, backlog: { ok: true, detail } } };
}
