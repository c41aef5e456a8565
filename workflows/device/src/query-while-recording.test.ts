import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { DeviceFact } from '@refill/device-lifecycle/device-fact';
import { DEFAULT_DEVICE_WINDOWS } from '@refill/device-lifecycle/device-windows';
import {
  DEVICE_WORKFLOW_TYPE,
  deviceSignalNameOf,
  deviceStateQuery,
  type DeviceWorkflowInput,
} from '@refill/temporal/device-messages';
import { deviceWorkflowId } from '@refill/temporal/device-workflow-id';
import { addAllSearchAttributes } from '@refill/temporal/ensure-search-attributes';
import { startDevServer } from '@refill/temporal/test-support/dev-server';
import { quietenRuntime } from '@refill/temporal/test-support/time-skipping-server';
import { withMarkerAhead } from '@refill/temporal/test-support/markers-ahead';
import { HISTORIES } from './test-support/device-rig';
import { changed, deregistered, registered } from './test-support/facts';
import { RememberingActivities } from './test-support/remembering-activities';
import { slowQueryBundle, workflowBundle } from './test-support/workflow-bundle';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** A device that is asked how it stands in its first task. */
interface AskedDevice {
  readonly life: string;
  readonly facts: readonly DeviceFact[];
  /** What it hears while it answers. */
  readonly meanwhile?: DeviceFact;
  readonly arrange?: (activities: RememberingActivities) => void;
}

const HOUR = 3_600_000;
const at = (hours: number): string => new Date(Date.now() - (20 - hours) * HOUR).toISOString();

const DEVICES: readonly AskedDevice[] = [
  { life: 'is registered', facts: [registered(at(0))] },
  {
    life: 'is registered with its slots',
    facts: [registered(at(0)), changed(at(0), { ink: [false] })],
  },
  {
    life: 'hears of its slots while it answers',
    facts: [registered(at(0))],
    meanwhile: changed(at(1), { ink: [true, 'A'] }),
  },
  {
    life: 'cannot send its mail at once',
    facts: [registered(at(0))],
    arrange: (activities) => {
      activities.emailFailures = 1;
    },
  },
  {
    life: 'cannot be recorded at once',
    facts: [registered(at(0))],
    arrange: (activities) => {
      activities.historyFailures = 4;
    },
  },
];

describe('a device that is asked how it stands while the history is asked', () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    quietenRuntime();
    environment = await startDevServer();
    await addAllSearchAttributes(environment.connection, 'default');
  }, 120_000);
  afterAll(async () => {
    await environment.teardown();
  });

  /** Runs a device of its own until it has ended. */
  async function run({ facts, meanwhile, arrange }: AskedDevice): Promise<History> {
    const { client } = environment;
    const activities = new RememberingActivities();
    arrange?.(activities);
    const taskQueue = randomUUID();
    const device = { modelId: 'model', serialNumber: randomUUID() };
    const workflowId = deviceWorkflowId(device);
    const input: DeviceWorkflowInput = {
      device,
      windows: DEFAULT_DEVICE_WINDOWS,
      timerKept: true,
    };
    const tell = async (fact: DeviceFact): Promise<void> => {
      await client.workflow.signalWithStart(DEVICE_WORKFLOW_TYPE, {
        taskQueue,
        workflowId,
        args: [input],
        signal: deviceSignalNameOf(fact),
        signalArgs: [fact],
      });
    };
    for (const fact of facts) await tell(fact);
    const handle = client.workflow.getHandle(workflowId);
    // Nobody works on the device: what it is asked now comes with its first task.
    const answer = handle.query(deviceStateQuery);
    const { loadDevice, recordDevice, sendDeviceEmail, deregisterOrders, erasedCustomersAmong } =
      activities;
    let told = Promise.resolve();
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue,
      workflowBundle: await slowQueryBundle(),
      activities: {
        loadDevice: async (...args: Parameters<typeof loadDevice>) => {
          if (meanwhile !== undefined) told = tell(meanwhile);
          return await loadDevice(...args);
        },
        recordDevice,
        sendDeviceEmail,
        deregisterOrders,
        erasedCustomersAmong,
      },
    });
    return await worker.runUntil(async () => {
      await answer;
      await told;
      await tell(deregistered(at(2)));
      await handle.result();
      return await handle.fetchHistory();
    });
  }

  it.each(DEVICES)(
    'goes the same way in a replay when it $life',
    async (asked) => {
      const history = await withMarkerAhead(() => run(asked));
      await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history);
      await HISTORIES.keep(history);
    },
    120_000,
  );
});
