import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import { readSnapshot } from './read-snapshot';

/** Enough to find the pattern in. */
const MOST_WORKFLOWS = 5;
/** Enough to see how the last workflow tasks of an order went. */
const MOST_EVENTS = 60;

const rowSchema = z.object({ row: z.string() });

/**
 * All that PostgreSQL and Temporal hold of workflows with a flaw, a line each: what can't be looked up once the run's
 * servers are gone.
 */
export async function flawDetails(
  client: Client,
  databaseUrl: string,
  workflowIds: readonly string[],
): Promise<readonly string[]> {
  const details: string[] = [];
  for (const workflowId of workflowIds.slice(0, MOST_WORKFLOWS)) {
    const rows = await rowsOf(databaseUrl, workflowId);
    details.push(...rows, ...(await historyOf(client, workflowId)));
  }
  return details;
}

async function rowsOf(databaseUrl: string, workflowId: string): Promise<readonly string[]> {
  const id = `'${workflowId.replace(/^order:/, '').replaceAll("'", "''")}'`;
  return await readSnapshot(databaseUrl, async (ask) => {
    const found: string[] = [];
    // Nobody's name or address stands in these columns.
    for (const query of [
      `select concat_ws(' ', 'row', status, run_id, 'revision', revision, 'refolded', refolded, 'updated', updated_at,
         'next', next_deadline_kind, next_deadline_at) as row from orders where order_id = ${id}`,
      `select concat_ws(' ', 'event', seq, type, 'of', occurred_at, 'recorded', recorded_at) as row
         from order_events where order_id = ${id} order by seq`,
      `select concat_ws(' ', 'mail', kind, outcome, detail, 'claimed by', claimed_by, 'until', claimed_until, 'settled',
         settled_at) as row from emails where order_id = ${id}`,
    ]) {
      found.push(...(await ask(rowSchema, query)).map(({ row }) => `${workflowId}: ${row}`));
    }
    return found;
  });
}

async function historyOf(client: Client, workflowId: string): Promise<readonly string[]> {
  try {
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
    return (events ?? []).slice(-MOST_EVENTS).map((event) => {
      const { seconds, nanos } = event.eventTime ?? {};
      const at = new Date(Number(seconds ?? 0) * 1_000 + Math.round((nanos ?? 0) / 1e6));
      const attributes = Object.keys(event).find((key) => key.endsWith('EventAttributes'));
      const type = attributes?.replace('EventAttributes', '') ?? 'unknown';
      return `${workflowId}: ${String(event.eventId)} ${type} at ${at.toISOString()}`;
    });
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [`${workflowId}: Temporal has none`];
    throw error;
  }
}
