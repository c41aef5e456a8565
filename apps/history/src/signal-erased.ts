import type { OpenWorkflows } from '@refill/order-history/erasures';
import { deviceWorkflowId } from '@refill/temporal/device-workflow-id';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { signalCustomerErased } from '@refill/temporal/signal-customer-erased';
import type { TemporalConnection } from '@refill/temporal/connection';

/** How many signals are under way at once: an erasure is in no hurry, the orders of others are. */
const AT_ONCE = 8;

/** How long a signal may take including the SDK's own retries, in ms. */
const SIGNAL_TIMEOUT_MS = 5_000;

/**
 * Tells every open workflow of a customer to write itself to the history once more; one that has ended meanwhile
 * is left alone. Telling it twice does no harm.
 * @param stop ends it, by an error
 * @throws gRPC errors of the SDK
 */
export async function signalErased(
  { client }: TemporalConnection,
  { orderIds, devices }: OpenWorkflows,
  stop: AbortSignal,
): Promise<void> {
  const left = [...orderIds.map(orderWorkflowId), ...devices.map(deviceWorkflowId)].values();
  const signalNext = async (): Promise<void> => {
    for (const workflowId of left) {
      stop.throwIfAborted();
      // One for each call: the SDK never takes its listener off again.
      const ending = AbortSignal.any([stop]);
      await client.withAbortSignal(
        ending,
        async () =>
          await client.withDeadline(
            Date.now() + SIGNAL_TIMEOUT_MS,
            async () => await signalCustomerErased(client, workflowId),
          ),
      );
    }
  };
  // They share the iterator: each takes the next one that is left. One that fails keeps nothing from the others.
  const results = await Promise.allSettled(Array.from({ length: AT_ONCE }, signalNext));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
