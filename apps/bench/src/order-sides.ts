import { type Deliver, minimalSide, type OrderSide, refillSide } from './figures/order-rates';
import type { BenchStack, MinimalKind } from './stack/bench-stack';
import { postNotification } from './stack/post-notification';
import { startSqsQueue } from './stack/sqs-queue';

/** One way to run orders. */
export interface Side<Processes extends Running = Running> {
  readonly label: string;
  readonly start: () => Promise<Processes>;
}

/** The processes of a side. */
export interface Running {
  readonly orders: OrderSide;
  readonly pids: Readonly<Record<string, number>>;
  /** Where orders are read, if this side has a history. */
  readonly historyUrl?: string;
  readonly stop: () => Promise<void>;
}

/** One of the hand-written workflows with its worker. */
export function minimalWorkers(stack: BenchStack, kind: MinimalKind): Side {
  return {
    label: kind === 'tuned' ? 'ceiling B' : 'naive',
    start: async () => {
      const worker = await stack.minimal(kind);
      const orders = minimalSide(stack, kind);
      return { orders, pids: { worker: worker.pid }, stop: worker.stop };
    },
  };
}

/** The processes of Refill. */
export interface RunningRefill extends Running {
  readonly historyUrl: string;
  readonly ingestionUrl: string;
}

/** Refill, told by SNS over HTTP. */
export function refillOverHttp(stack: BenchStack): Side<RunningRefill> {
  return {
    label: 'Refill',
    start: () => startRefill(stack, {}, (url) => (body) => postNotification(url, body)),
  };
}

/** Refill, told through a queue. */
export function refillOverSqs(stack: BenchStack): Side {
  return {
    label: 'Refill by SQS',
    start: async () => {
      const queue = await startSqsQueue();
      const running = await startRefill(stack, queue.env, () => queue.send);
      const stop = async (): Promise<void> => {
        await running.stop();
        await queue.stop();
      };
      return { ...running, stop };
    },
  };
}

async function startRefill(
  stack: BenchStack,
  env: Readonly<Record<string, string>>,
  deliver: (ingestionUrl: string) => Deliver,
): Promise<RunningRefill> {
  const history = await stack.service('history');
  const worker = await stack.service('worker');
  const ingestion = await stack.service('ingestion', { env });
  return {
    orders: refillSide(stack, deliver(ingestion.url)),
    pids: { ingestion: ingestion.program.pid, worker: worker.program.pid },
    historyUrl: history.url,
    ingestionUrl: ingestion.url,
    stop: async () => {
      for (const { program } of [ingestion, worker, history]) await program.stop();
    },
  };
}
