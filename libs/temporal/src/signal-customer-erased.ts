import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { customerErasedSignal } from './customer-messages';

/**
 * Tells an order or a device that data of its customer were erased; starts nothing.
 * @param workflowId of the order or the device
 * @returns `not-open` when its workflow has ended meanwhile
 * @throws gRPC errors of the SDK; `isTemporalUnavailable` tells which are worth repeating
 */
export async function signalCustomerErased(
  client: Client,
  workflowId: string,
): Promise<'signalled' | 'not-open'> {
  try {
    await client.workflow.getHandle(workflowId).signal(customerErasedSignal);
    return 'signalled';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'not-open';
    throw error;
  }
}
