import type { BenchStack } from '../stack/bench-stack';
import { postNotification } from '../stack/post-notification';
import { startSqsQueue } from '../stack/sqs-queue';
import type { RunningSide } from './order-side';
import { refillOrders } from './refill-orders';

/** Refill with all of its processes, told by SNS over HTTP. */
export interface RunningRefill extends RunningSide {
  readonly historyUrl: string;
  readonly ingestionUrl: string;
  readonly workerPid: number;
}

/** Starts Refill's three services. */
export async function startRefill(stack: BenchStack): Promise<RunningRefill> {
  const history = await stack.service('history');
  const worker = await stack.service('worker');
  const ingestion = await stack.service('ingestion');
  return {
    label: 'Refill',
    orders: refillOrders(stack, (body) => postNotification(ingestion.url, body)),
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
  { workerPid }: RunningRefill,
): Promise<RunningSide> {
  const queue = await startSqsQueue();
  const { program } = await stack.service('ingestion', { env: queue.env });
  return {
    label: 'Refill by SQS',
    orders: refillOrders(stack, queue.send),
    pids: { ingestion: program.pid, worker: workerPid },
    stop: async () => {
      await program.stop();
      await queue.stop();
    },
  };
}
