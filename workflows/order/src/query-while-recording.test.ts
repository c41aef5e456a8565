import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { DEFAULT_ORDER_WINDOWS, type OrderWindows } from '@refill/order-lifecycle/order-windows';
import {
  ORDER_WORKFLOW_TYPE,
  type OrderWorkflowInput,
  orderStateQuery,
  signalNameOf,
} from '@refill/temporal/order-messages';
import { withMarkerAhead } from '@refill/temporal/test-support/markers-ahead';
import { cancelled, deregistered, item, placed, requested, shipped } from './test-support/facts';
import { HISTORIES } from './test-support/order-rig';
import { startOrderServer } from './test-support/order-server';
import { RecordingActivities } from './test-support/recording-activities';
import { shownAtStart } from './test-support/shown-at-start';
import { slowQueryBundle, workflowBundle } from './test-support/workflow-bundle';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** An order that is asked how it stands while it is recorded. */
interface AskedOrder {
  readonly life: string;
  /** What it has heard, and recorded, before the task in which it is asked; none where it is asked in its first. */
  readonly before?: OrderFact;
  /** What it hears in the task in which it is asked. */
  readonly fact: OrderFact;
  /** What it hears while it answers. */
  readonly meanwhile?: OrderFact;
  /** What it hears after that. */
  readonly after?: OrderFact;
  readonly windows?: Partial<OrderWindows>;
  readonly arrange?: (activities: RecordingActivities) => void;
  readonly status: string;
}

const NOW = new Date().toISOString();
const AB = [item('A'), item('B')];

const ORDERS: readonly AskedOrder[] = [
  { life: 'is placed', fact: placed(NOW), after: shipped(NOW), status: 'shipped' },
  { life: 'is shipped', before: placed(NOW), fact: shipped(NOW), status: 'shipped' },
  { life: 'is cancelled', before: placed(NOW), fact: cancelled(NOW), status: 'cancelled' },
  {
    life: 'is shipped in part',
    before: placed(NOW, AB),
    fact: shipped(NOW, 'A'),
    after: shipped(NOW, 'B'),
    status: 'shipped',
  },
  {
    life: 'is shipped while it answers',
    fact: placed(NOW),
    meanwhile: shipped(NOW),
    status: 'shipped',
  },
  {
    life: 'is cancelled while it answers',
    fact: placed(NOW),
    meanwhile: cancelled(NOW),
    status: 'cancelled',
  },
  {
    life: 'is placed while it answers, and waits for another deadline',
    fact: requested(NOW),
    meanwhile: placed(NOW),
    after: shipped(NOW),
    status: 'shipped',
  },
  {
    life: 'is cancelled while it answers, and cannot send its mail at once',
    fact: placed(NOW),
    meanwhile: cancelled(NOW),
    arrange: (activities) => {
      activities.emailFailures = 1;
    },
    status: 'cancelled',
  },
  {
    life: 'is shipped in part while it answers, and cannot send its mail at once',
    fact: placed(NOW, AB),
    meanwhile: shipped(NOW, 'A'),
    after: shipped(NOW, 'B'),
    arrange: (activities) => {
      activities.emailFailures = 1;
    },
    status: 'shipped',
  },
  {
    life: 'waits for a missing OrderPlaced',
    fact: cancelled(NOW),
    windows: { settleMs: 2_000 },
    status: 'cancelled',
  },
  {
    life: 'cannot send its mail at once',
    fact: placed(NOW),
    after: shipped(NOW),
    arrange: (activities) => {
      activities.emailFailures = 2;
    },
    status: 'shipped',
  },
  {
    life: 'cannot be recorded at once',
    fact: placed(NOW),
    after: shipped(NOW),
    arrange: (activities) => {
      activities.historyFailures = 4;
    },
    status: 'shipped',
  },
  {
    life: 'learns by its record that its device is gone',
    fact: placed(NOW),
    after: shipped(NOW),
    arrange: (activities) => {
      const gone = deregistered(NOW);
      if (gone.type === 'device-deregistered') activities.deregistrations = [gone];
    },
    status: 'shipped',
  },
  {
    life: 'had ended in an earlier run',
    fact: placed(NOW),
    arrange: (activities) => {
      activities.closedElsewhere = true;
    },
    status: 'late',
  },
];

describe('an order that is asked how it stands while it is recorded', () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    environment = await startOrderServer();
  }, 120_000);
  afterAll(async () => {
    await environment.teardown();
  });

  async function whileWorking<Result>(
    taskQueue: string,
    activities: Pick<RecordingActivities, 'recordHistory' | 'sendEmail'>,
    bundle: WorkflowBundle,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const { recordHistory, sendEmail } = activities;
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue,
      workflowBundle: bundle,
      activities: { recordHistory, sendEmail },
    });
    return await worker.runUntil(work);
  }

  /** Runs an order of its own until it has ended. */
  async function run(asked: AskedOrder): Promise<History> {
    const { before, fact, meanwhile, after, windows: special, arrange, status } = asked;
    const activities = new RecordingActivities();
    const taskQueue = randomUUID();
    const orderId = `amzn1.dash.v2.o.${randomUUID()}`;
    const windows = { ...DEFAULT_ORDER_WINDOWS, ...special };
    const input: OrderWorkflowInput = { orderId, windows, timerFirst: true, timerKept: true };
    const first = before ?? fact;
    const handle = await environment.client.workflow.signalWithStart(ORDER_WORKFLOW_TYPE, {
      taskQueue,
      workflowId: `order:${orderId}`,
      args: [input],
      typedSearchAttributes: shownAtStart(orderId, windows, first),
      signal: signalNameOf(first),
      signalArgs: [first],
    });
    const tell = async (told: OrderFact): Promise<void> => {
      await handle.signal(signalNameOf(told), told);
    };
    if (before !== undefined) {
      await whileWorking(taskQueue, activities, await workflowBundle(), async () => {
        expect(await handle.query(orderStateQuery)).toMatchObject({ status: 'placed' });
      });
      await tell(fact);
    }
    arrange?.(activities);
    // Nobody works on the order: what it is asked now comes with its next task.
    const answer = handle.query(orderStateQuery);
    let toTell = meanwhile;
    const telling: Promise<void>[] = [];
    const recordHistory: RecordingActivities['recordHistory'] = async (record) => {
      if (toTell !== undefined) telling.push(tell(toTell));
      toTell = undefined;
      return await activities.recordHistory(record);
    };
    const { sendEmail } = activities;
    return await whileWorking(
      taskQueue,
      { recordHistory, sendEmail },
      await slowQueryBundle(),
      async () => {
        await answer;
        await Promise.all(telling);
        if (after !== undefined) await tell(after);
        expect(await handle.result()).toBe(status);
        return await handle.fetchHistory();
      },
    );
  }

  it.each(ORDERS)(
    'goes the same way in a replay when it $life',
    async (asked) => {
      const history = await withMarkerAhead(() => run(asked));
      await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history);
      await HISTORIES.keep(history);
    },
    120_000,
  );
});
