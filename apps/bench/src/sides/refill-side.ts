import { setTimeout as delay } from 'node:timers/promises';
import type { BenchStack } from '../stack/bench-stack';
import { postNotification } from '../stack/post-notification';
import { startSqsQueue } from '../stack/sqs-queue';
import type { OrderSide, RunningSide } from './order-side';
import { refillOrders } from './refill-orders';

/** Refill with all of its processes, told by SNS over HTTP. */
export interface RunningRefill extends RunningSide {
  readonly historyUrl: string;
  readonly ingestionUrl: string;
  readonly workerPid: number;
  /** Orders that can be cancelled for less than 24 hours, in ms from when they were prepared. */
  ordersCancellableFor(ms: number): OrderSide;
}

const DELIVERED_AGAIN_MS = 1_000;

/** Starts Refill's three services. */
export async function startRefill(stack: BenchStack): Promise<RunningRefill> {
  const history = await stack.service('history');
  const worker = await stack.service('worker');
  const ingestion = await stack.service('ingestion');
  let deferred = 0;
  /** Again and again until it is durable, as SNS does, only sooner. */
  const deliver = async (body: string): Promise<void> => {
    for (;;) {
      const accepted = await postNotification(ingestion.url, body);
      if (accepted === 'deferred') deferred += 1;
      if (accepted !== 'unavailable') return;
      await delay(DELIVERED_AGAIN_MS);
    }
  };
  return {
    label: 'Refill',
    orders: refillOrders(stack, history.url, deliver),
    ordersCancellableFor: (ms) => refillOrders(stack, history.url, deliver, ms),
    deferred: () => deferred,
    pids: { ingestion: ingestion.program.pid, worker: worker.program.pid },
    historyUrl: history.url,
    ingestionUrl: ingestion.url,
    workerPid: worker.program.pid,
    stop: async () => {
      for (const { program } of [ingestion, worker, history]) await program.stop();
    },
  };
}

/** Starts a second ingestion, which reads a queue; its orders run in the worker of the Refill that runs already. */
export async function startRefillBySqs(
  stack: BenchStack,
  { workerPid, historyUrl }: RunningRefill,
): Promise<RunningSide> {
  const queue = await startSqsQueue();
  const { program } = await stack.service('ingestion', { env: queue.env });
  return {
    label: 'Refill by SQS',
    orders: refillOrders(stack, historyUrl, queue.send),
    pids: { ingestion: program.pid, worker: workerPid },
    stop: async () => {
      await program.stop();
      await queue.stop();
    },
  };
}
