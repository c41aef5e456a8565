import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import {
  ORDER_WORKFLOW_TYPE,
  type OrderWorkflowInput,
  signalNameOf,
} from '@refill/temporal/order-messages';
import { RecordedHistories } from '@refill/temporal/test-support/recorded-histories';
import { startTimeSkippingServer } from '@refill/temporal/test-support/time-skipping-server';
import { expectRebuilt } from './expect-rebuilt';
import { RecordingActivities } from './recording-activities';
import { workflowBundle } from './workflow-bundle';

/** Histories of orders that may still be running somewhere. */
export const HISTORIES = new RecordedHistories(path.join(__dirname, '..', '..'));

/** One order under test on a server that skips time. */
export interface OrderUnderTest {
  readonly handle: WorkflowHandle;
  readonly activities: RecordingActivities;
  /** The moment at which the order began on the server's clock: ms since the epoch. */
  readonly start: number;
  /** The moment `ms` after the start: ISO 8601, UTC. */
  at(ms: number): string;
  signal(fact: OrderFact): Promise<void>;
  /** Lets time pass on the server. */
  sleep(ms: number): Promise<void>;
}

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** Runs orders on the time-skipping server; one per test file, as the server asks. */
export class OrderRig {
  private constructor(private readonly environment: TestWorkflowEnvironment) {}

  static async create(): Promise<OrderRig> {
    return new OrderRig(await startTimeSkippingServer());
  }

  async close(): Promise<void> {
    await this.environment.teardown();
  }

  /**
   * Starts an order by its first facts, lets the test act, replays the order's history afterwards, and rebuilds the
   * order from it: a workflow that is not deterministic, or records what its history does not tell, fails its own test.
   * @param firstFacts given the start of the order, the facts that are signalled at once
   */
  async run(
    firstFacts: (at: OrderUnderTest['at']) => readonly OrderFact[],
    act: (order: OrderUnderTest) => Promise<void>,
    options: Partial<OrderWorkflowInput> & { readonly activities?: RecordingActivities } = {},
  ): Promise<void> {
    const { environment } = this;
    const taskQueue = randomUUID();
    const { activities = new RecordingActivities(), ...input } = options;
    const start = await environment.currentTimeMs();
    const at = (ms: number): string => new Date(start + ms).toISOString();
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue,
      workflowBundle: await workflowBundle(),
      activities: { recordHistory: activities.recordHistory, sendEmail: activities.sendEmail },
    });
    const orderId = `amzn1.dash.v2.o.${randomUUID()}`;
    await worker.runUntil(async () => {
      const [first, ...rest] = firstFacts(at);
      if (first === undefined) throw new Error('an order starts by a fact');
      const handle = await environment.client.workflow.signalWithStart(ORDER_WORKFLOW_TYPE, {
        taskQueue,
        workflowId: `order:${orderId}`,
        args: [
          { orderId, windows: DEFAULT_ORDER_WINDOWS, timerFirst: true, timerKept: true, ...input },
        ],
        signal: signalNameOf(first),
        signalArgs: [first],
      });
      const signal = async (fact: OrderFact): Promise<void> => {
        await handle.signal(signalNameOf(fact), fact);
      };
      for (const fact of rest) await signal(fact);
      const order: OrderUnderTest = {
        handle,
        activities,
        start,
        at,
        signal,
        sleep: (ms) => environment.sleep(ms),
      };
      let history: History;
      try {
        await act(order);
      } finally {
        history = await handle.fetchHistory();
        // Else a timer of it would fire in the next test and find no worker.
        await terminate(handle);
      }
      await Worker.runReplayHistory(
        { workflowBundle: await workflowBundle() },
        history,
        handle.workflowId,
      );
      await expectRebuilt(handle, history, activities);
      await HISTORIES.keep(history);
    });
  }
}

async function terminate(handle: WorkflowHandle): Promise<void> {
  const { status } = await handle.describe();
  if (status.name === 'RUNNING') await handle.terminate('the test is over');
}
