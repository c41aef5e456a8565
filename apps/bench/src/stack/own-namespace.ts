import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';

/** How long what has closed is kept. */
const RETENTION = '1 day';
/** Servers look for new namespaces every ten seconds or so. */
const KNOWN_MS = 60_000;
const POLL_MS = 500;

/** Makes a namespace with a name that no other has. @throws Error when the server refuses */
export async function makeNamespace({ workflowService }: Connection): Promise<string> {
  const namespace = `refill-bench-${randomBytes(4).toString('hex')}`;
  await workflowService.registerNamespace({
    namespace,
    description: 'Made by npm run bench, which removes it when it ends',
    workflowExecutionRetentionPeriod: msToTs(RETENTION),
  });
  return namespace;
}

/** Waits until all of the server knows a namespace: by starting a workflow, and by asking for its queue. */
export async function untilKnown(connection: Connection, namespace: string): Promise<void> {
  const { workflow } = new Client({ connection, namespace });
  const taskQueue = 'bench-nobody';
  const deadline = Date.now() + KNOWN_MS;
  for (;;) {
    try {
      const workflowId = `probe-${String(Date.now())}`;
      const handle = await workflow.start('probe', { workflowId, taskQueue });
      await handle.terminate();
      await connection.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: taskQueue },
      });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(POLL_MS);
    }
  }
}
