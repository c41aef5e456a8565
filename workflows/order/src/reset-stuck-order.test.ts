import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import {
  ORDER_WORKFLOW_TYPE,
  type OrderWorkflowInput,
  signalNameOf,
} from '@refill/temporal/order-messages';
import { placed, shipped } from './test-support/facts';
import { startOrderServer } from './test-support/order-server';
import { RecordingActivities } from './test-support/recording-activities';
import { shownAtStart } from './test-support/shown-at-start';
import { workflowBundle } from './test-support/workflow-bundle';

/** A workflow task is kept alive from 80 % of that on: after 4 and 8 s. */
const TASK_TIMEOUT_MS = 5_000;
/** A deadline passes between the two, */
const DEADLINE_MS = 6_000;
/** while a record is written. */
const SLOW_MS = 10_000;
const POLL_MS = 200;
const PATIENCE_MS = 60_000;

type HistoryEvent = NonNullable<
  Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']
>[number];
type EventId = NonNullable<HistoryEvent['eventId']>;

/** What an event of a history is about, as its attributes are called. */
type EventKind = 'workflowTaskCompleted' | 'workflowTaskFailed';

describe('an order that is stuck', () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    environment = await startOrderServer();
  }, 120_000);
  afterAll(async () => {
    await environment.teardown();
  });

  /** Waits until something is found. */
  async function found<Thing>(look: () => Promise<Thing | null>): Promise<Thing> {
    for (const startedAt = Date.now(); Date.now() - startedAt < PATIENCE_MS; await delay(POLL_MS)) {
      const thing = await look();
      if (thing !== null) return thing;
    }
    throw new Error('not found within a minute');
  }

  /** Waits for the first event of a kind. @returns its number */
  async function firstEvent(handle: WorkflowHandle, kind: EventKind): Promise<EventId> {
    return await found(async () => {
      const { events } = await handle.fetchHistory();
      return events?.find((event) => Boolean(event[`${kind}EventAttributes`]))?.eventId ?? null;
    });
  }

  /** Runs a worker of the queue while something happens. */
  async function whileWorking<Result>(
    taskQueue: string,
    recordHistory: RecordingActivities['recordHistory'],
    work: () => Promise<Result>,
  ): Promise<Result> {
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue,
      workflowBundle: await workflowBundle(),
      activities: { recordHistory, sendEmail: new RecordingActivities().sendEmail },
    });
    return await worker.runUntil(work);
  }

  it('goes on with all that it was told when it is reset to its first workflow task', async () => {
    const { client } = environment;
    const activities = new RecordingActivities();
    const taskQueue = randomUUID();
    const orderId = `amzn1.dash.v2.o.${randomUUID()}`;
    const workflowId = `order:${orderId}`;
    const windows = { ...DEFAULT_ORDER_WINDOWS, cancelWindowMs: DEADLINE_MS };
    const recordSlowly: RecordingActivities['recordHistory'] = async (record) => {
      await delay(SLOW_MS);
      return await activities.recordHistory(record);
    };
    const stuck = await whileWorking(taskQueue, recordSlowly, async () => {
      const fact = placed(new Date().toISOString());
      // Without `timerFirst`, as orders began before 0.8: that is what gets stuck.
      const input: OrderWorkflowInput = { orderId, windows };
      const handle = await client.workflow.signalWithStart(ORDER_WORKFLOW_TYPE, {
        taskQueue,
        workflowId,
        workflowTaskTimeout: TASK_TIMEOUT_MS,
        args: [input],
        typedSearchAttributes: shownAtStart(orderId, windows, fact),
        signal: signalNameOf(fact),
        signalArgs: [fact],
      });
      await found(() => Promise.resolve(activities.records.length < 2 ? null : 'both'));
      return handle;
    });
    // The next worker has to replay it.
    await whileWorking(taskQueue, activities.recordHistory, async () => {
      const second = shipped(new Date().toISOString());
      await stuck.signal(signalNameOf(second), second);
      await firstEvent(stuck, 'workflowTaskFailed');
      await client.workflowService.resetWorkflowExecution({
        namespace: 'default',
        workflowExecution: { workflowId },
        workflowTaskFinishEventId: await firstEvent(stuck, 'workflowTaskCompleted'),
        reason: 'stuck',
        requestId: randomUUID(),
      });
      await expect(client.workflow.getHandle(workflowId).result()).resolves.toBe('shipped');
      expect(activities.statuses.at(-1)).toBe('shipped');
    });
  }, 180_000);
});
