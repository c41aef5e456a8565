import { connectTemporal, type TemporalConnection } from '@refill/temporal/connection';
import { missingSearchAttributes } from '@refill/temporal/ensure-search-attributes';
import { ORDER_TASK_QUEUE } from '@refill/temporal/task-queues';
import { failureWords } from '@refill/service/failure-words';
import { type Finding, doubtful, fine, skipped, wrong } from './finding';
import { judgeWorkers } from './judge-workers';

const TIMEOUT_MS = 5_000;

const SECONDS_PER_DAY = 86_400;
const MS_PER_SECOND = 1_000;

/** Refill can look up in PostgreSQL what Temporal has forgotten, but people look in its UI. */
const SHORT_RETENTION_DAYS = 3;

/** Asks Temporal for its namespace, the search attributes and whether a worker takes orders. */
export async function checkTemporal(env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  let temporal: TemporalConnection;
  try {
    temporal = connectTemporal(env);
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'its settings cannot be read';
    return [wrong('Temporal', detail, 'Correct the TEMPORAL_… variables.'), ...unasked()];
  }
  const { connection } = temporal;
  try {
    return await connection.withDeadline(Date.now() + TIMEOUT_MS, () => ask(temporal));
  } catch (error) {
    return [
      wrong(
        'Temporal',
        failureWords(error),
        `Is it running at TEMPORAL_ADDRESS, is there a namespace ${temporal.namespace}, and may this client use it (TEMPORAL_API_KEY, TEMPORAL_TLS…)?`,
      ),
      ...unasked(),
    ];
  } finally {
    await temporal.close();
  }
}

async function ask(temporal: TemporalConnection): Promise<readonly Finding[]> {
  const { connection, namespace } = temporal;
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / SECONDS_PER_DAY;
  const kept = `namespace ${namespace}, closed workflows are kept for ${days.toLocaleString('en-US', { maximumFractionDigits: 1 })} ${days === 1 ? 'day' : 'days'}`;
  return [
    days < SHORT_RETENTION_DAYS
      ? doubtful('Temporal', kept, `Keep them longer, to look closed orders up in the Temporal UI.`)
      : fine('Temporal', kept),
    await searchAttributes(temporal),
    await pollers(temporal),
  ];
}

async function searchAttributes({ connection, namespace }: TemporalConnection): Promise<Finding> {
  const check = 'search attributes';
  try {
    const { missing, otherType } = await missingSearchAttributes(connection, namespace);
    if (otherType.length > 0) {
      return wrong(
        check,
        `of another type: ${otherType.join(', ')}`,
        'Remove them from the namespace, or give Refill a namespace of its own.',
      );
    }
    if (missing.length === 0) return fine(check, 'all are registered');
    return wrong(
      check,
      `missing: ${missing.join(', ')}`,
      'The worker registers them when it starts. Where it is not allowed to (Temporal Cloud), add them in the UI or with tcld.',
    );
  } catch (error) {
    return skipped(check, `Temporal does not list them (${failureWords(error)})`);
  }
}

async function pollers({ connection, namespace }: TemporalConnection): Promise<Finding> {
  // Without a type, those that poll for workflow tasks.
  const answer = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: ORDER_TASK_QUEUE },
  });
  return judgeWorkers(
    (answer.pollers ?? []).map(({ identity, lastAccessTime }) => ({
      identity: identity ?? '',
      askedAt:
        lastAccessTime?.seconds == null ? null : Number(lastAccessTime.seconds) * MS_PER_SECOND,
    })),
    Date.now(),
  );
}

function unasked(): readonly Finding[] {
  return [skipped('search attributes', 'no Temporal'), skipped('workers', 'no Temporal')];
}
