import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { orderPageUrl } from '@refill/order-lifecycle/history-page';
import type {
  DeviceDeregistered,
  OrderEnded,
  OrderFact,
  OrderSubject,
} from '@refill/order-lifecycle/order-fact';
import type { OrderWindows } from '@refill/order-lifecycle/order-windows';
import { historyPageAttribute } from './history-page-attribute';
import { ORDER_WORKFLOW_TYPE, type OrderWorkflowInput, signalNameOf } from './order-messages';
import { startingSearchAttributes } from './order-search-attributes';
import { orderWorkflowId } from './order-workflow-id';
import { customerIdKey, deviceModelKey, deviceSerialKey, slotIdKey } from './search-attributes';
import { ORDER_TASK_QUEUE } from './task-queues';

/** A fact on its way to its order. */
export interface OrderSignal {
  /** Amazon's `instanceId`. */
  readonly orderId: string;
  readonly subject: OrderSubject;
  readonly fact: OrderFact;
  /** Given to the order if this signal starts it. */
  readonly windows: OrderWindows;
  /** Whether mails are first tried by a local activity; given to the order if this signal starts it. */
  readonly emailLocalFirst?: boolean;
  /** `HISTORY_URL`; given to the order if this signal starts it. */
  readonly historyUrl?: string;
  /**
   * Whether the order most likely runs: then it is signalled alone first, which costs Temporal a third of a
   * signal that may start a workflow; `false` by default.
   */
  readonly mayRun?: boolean;
}

/**
 * Signals a fact to its order and starts the order where it is the first one; durable when it returns.
 * @returns `already-closed` when the order has ended: it is not started again
 * @throws gRPC errors of the SDK; {@link isTemporalUnavailable} tells which are worth repeating
 */
export async function signalOrder(
  client: Client,
  { orderId, subject, fact, windows, emailLocalFirst, historyUrl, mayRun }: OrderSignal,
): Promise<'signalled' | 'already-closed'> {
  if (mayRun === true && (await signalRunning(client, orderId, fact))) return 'signalled';
  const input: OrderWorkflowInput = {
    orderId,
    windows,
    ...(emailLocalFirst === undefined ? {} : { emailLocalFirst }),
    ...(historyUrl === undefined ? {} : { historyUrl }),
    timerFirst: true,
    timerKept: true,
  };
  const page = historyUrl === undefined ? null : orderPageUrl(historyUrl, orderId);
  try {
    await client.workflow.signalWithStart(ORDER_WORKFLOW_TYPE, {
      workflowId: orderWorkflowId(orderId),
      taskQueue: ORDER_TASK_QUEUE,
      args: [input],
      signal: signalNameOf(fact),
      signalArgs: [fact],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: `${subject.modelId} ${subject.serialNumber}, slot ${subject.slotId}`,
      typedSearchAttributes: new TypedSearchAttributes([
        { key: deviceModelKey, value: subject.modelId },
        { key: deviceSerialKey, value: subject.serialNumber },
        { key: slotIdKey, value: subject.slotId },
        { key: customerIdKey, value: subject.customerId },
        ...historyPageAttribute(page),
        ...startingSearchAttributes(orderId, windows, fact, Date.now()),
      ]),
    });
    return 'signalled';
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'already-closed';
    throw error;
  }
}

/**
 * Signals a deregistration, or an operator's end, to an order that is open; starts nothing.
 * @returns `not-open` when the order has ended meanwhile
 */
export async function signalOpenOrder(
  client: Client,
  orderId: string,
  fact: DeviceDeregistered | OrderEnded,
): Promise<'signalled' | 'not-open'> {
  return (await signalRunning(client, orderId, fact)) ? 'signalled' : 'not-open';
}

/** @returns whether the order runs, and so took the fact */
async function signalRunning(client: Client, orderId: string, fact: OrderFact): Promise<boolean> {
  try {
    await client.workflow.getHandle(orderWorkflowId(orderId)).signal(signalNameOf(fact), fact);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
