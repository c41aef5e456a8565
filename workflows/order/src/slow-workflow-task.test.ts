import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { DEFAULT_ORDER_WINDOWS, type OrderWindows } from '@refill/order-lifecycle/order-windows';
import {
  ORDER_WORKFLOW_TYPE,
  type OrderWorkflowInput,
  signalNameOf,
} from '@refill/temporal/order-messages';
import { cancelled, item, placed, requested } from './test-support/facts';
import { HISTORIES } from './test-support/order-rig';
import { startOrderServer } from './test-support/order-server';
import { RecordingActivities } from './test-support/recording-activities';
import { shownAtStart } from './test-support/shown-at-start';
import { workflowBundle } from './test-support/workflow-bundle';

/** A workflow task is kept alive from 80 % of that on: 8 of 10 s by default. */
const TASK_TIMEOUT_MS = 2_500;
/** Longer than that. */
const SLOW_MS = 4_000;

/** What comes while the first record is written. */
interface Meanwhile {
  readonly fact: OrderFact;
  /** How long after the start, in ms. */
  readonly afterMs: number;
  /** The time of a workflow task, in ms: short enough for several before and after it. */
  readonly taskTimeoutMs: number;
}

describe('a workflow task that is kept alive while the history is slow', () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    environment = await startOrderServer();
  }, 120_000);
  afterAll(async () => {
    await environment.teardown();
  });

  /** Runs an order of which every record is slow until it has ended, then replays it. */
  async function runSlowly(
    fact: OrderFact,
    windows: OrderWindows,
    meanwhile: Meanwhile | null = null,
  ): Promise<readonly string[]> {
    const activities = new RecordingActivities();
    const taskQueue = randomUUID();
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue,
      workflowBundle: await workflowBundle(),
      activities: {
        recordHistory: async (...args: Parameters<RecordingActivities['recordHistory']>) => {
          await delay(SLOW_MS);
          return await activities.recordHistory(...args);
        },
        sendEmail: activities.sendEmail,
      },
    });
    const orderId = `amzn1.dash.v2.o.${randomUUID()}`;
    const input: OrderWorkflowInput = { orderId, windows, timerFirst: true, timerKept: true };
    return await worker.runUntil(async () => {
      const handle = await environment.client.workflow.signalWithStart(ORDER_WORKFLOW_TYPE, {
        taskQueue,
        workflowId: `order:${orderId}`,
        workflowTaskTimeout: meanwhile?.taskTimeoutMs ?? TASK_TIMEOUT_MS,
        args: [input],
        typedSearchAttributes: shownAtStart(orderId, windows, fact),
        signal: signalNameOf(fact),
        signalArgs: [fact],
      });
      if (meanwhile !== null) {
        await delay(meanwhile.afterMs);
        await handle.signal(signalNameOf(meanwhile.fact), meanwhile.fact);
      }
      await handle.result();
      const history = await handle.fetchHistory();
      await Worker.runReplayHistory(
        { workflowBundle: await workflowBundle() },
        history,
        handle.workflowId,
      );
      await HISTORIES.keep(history);
      const types = (history.events ?? []).map((event) =>
        Object.keys(event).find((key) => key.endsWith('EventAttributes')),
      );
      const completed = types.filter((type) => type === 'workflowTaskCompletedEventAttributes');
      const fired = types.filter((type) => type === 'timerFiredEventAttributes');
      // More tasks than there are reasons for one: the start, and each deadline. What comes meanwhile waits for the next.
      expect(completed.length).toBeGreaterThan(1 + fired.length);
      return activities.statuses;
    });
  }

  it.each([1_000, 3_000])(
    'decides in a replay as it did when %i ms of settling passed meanwhile',
    async (settleMs) => {
      const windows = { ...DEFAULT_ORDER_WINDOWS, settleMs };
      const statuses = await runSlowly(cancelled(new Date().toISOString()), windows);
      expect(statuses.at(-1)).toBe('cancelled');
    },
    120_000,
  );

  it.each([1_000, 3_000])(
    'decides in a replay as it did when deadlines %i ms apart passed meanwhile',
    async (apartMs) => {
      const now = Date.now();
      const promised = new Date(now + 2 * apartMs).toISOString();
      const windows = { ...DEFAULT_ORDER_WINDOWS, cancelWindowMs: apartMs, expiryMs: apartMs };
      const fact = placed(new Date(now).toISOString(), [item('A', promised)]);
      const statuses = await runSlowly(fact, windows);
      expect(statuses.at(-1)).toBe('expired');
    },
    120_000,
  );

  it.each([
    { afterMs: 1_400, taskTimeoutMs: 1_500, until: 'a later task' },
    { afterMs: 1_000, taskTimeoutMs: 3_000, until: 'the same task' },
  ])(
    'decides in a replay as it did when a cancellation comes while a record is written that ends in $until',
    async ({ afterMs, taskTimeoutMs }) => {
      const now = Date.now();
      const windows = { ...DEFAULT_ORDER_WINDOWS, settleMs: 1_000 };
      const fact = cancelled(new Date(now).toISOString());
      const first = requested(new Date(now - 1_000).toISOString());
      const statuses = await runSlowly(first, windows, { fact, afterMs, taskTimeoutMs });
      expect(statuses.at(-1)).toBe('cancelled');
    },
    120_000,
  );
});
