import type { Client } from '@temporalio/client';

/** Much longer than any order takes to close: something is broken then. */
const CLOSED_MS = 60_000;

/** Waits until an order's workflow has completed. @throws Error when it has not within a minute, or failed */
export async function orderClosed(client: Client, workflowId: string): Promise<void> {
  try {
    await client.withDeadline(Date.now() + CLOSED_MS, async () => {
      await client.workflow.getHandle(workflowId).result();
    });
  } catch (error) {
    throw new Error(`${workflowId} has got both mails, and Temporal does not say that it closed`, {
      cause: error,
    });
  }
}
