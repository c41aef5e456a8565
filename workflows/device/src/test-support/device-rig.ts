import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { DeviceFact } from '@refill/device-lifecycle/device-fact';
import type { DeviceSnapshot } from '@refill/device-lifecycle/device-snapshot';
import { DEFAULT_DEVICE_WINDOWS } from '@refill/device-lifecycle/device-windows';
import {
  DEVICE_WORKFLOW_TYPE,
  deviceSignalNameOf,
  deviceStateQuery,
  type DeviceWorkflowInput,
} from '@refill/temporal/device-messages';
import { deviceWorkflowId } from '@refill/temporal/device-workflow-id';
import { RecordedHistories } from '@refill/temporal/test-support/recorded-histories';
import { RememberingActivities } from './remembering-activities';
import { workflowBundle } from './workflow-bundle';

/** Histories of devices that may still be running somewhere. */
export const HISTORIES = new RecordedHistories(path.join(__dirname, '..', '..'));

/** One device under test. */
export interface DeviceUnderTest {
  readonly device: DeviceWorkflowInput['device'];
  /** Of the newest run. */
  readonly handle: WorkflowHandle;
  readonly activities: RememberingActivities;
  /** The moment `ms` after the start on the server's clock: ISO 8601, UTC. */
  at(ms: number): string;
  /** Signals a fact, and starts a run where none runs, as ingestion does. */
  signal(fact: DeviceFact): Promise<void>;
  /** Lets time pass on the server. */
  sleep(ms: number): Promise<void>;
  /** What the newest run tells. */
  state(): Promise<DeviceSnapshot | null>;
}

/** What a test may set for its device. */
export interface DeviceOptions extends Partial<DeviceWorkflowInput> {
  readonly activities?: RememberingActivities;
}

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** Runs devices on a server. */
export class DeviceRig {
  constructor(private readonly environment: TestWorkflowEnvironment) {}

  /**
   * Starts a device by its first facts, lets the test act, and replays every run's history afterwards:
   * a workflow that is not deterministic fails its own test.
   * @param firstFacts given the start of the device, the facts that are signalled at once
   */
  async run(
    firstFacts: (at: DeviceUnderTest['at']) => readonly DeviceFact[],
    act: (device: DeviceUnderTest) => Promise<void>,
    options: DeviceOptions = {},
  ): Promise<void> {
    const { environment } = this;
    const { client } = environment;
    const taskQueue = randomUUID();
    const { activities = new RememberingActivities(), ...more } = options;
    const start = await environment.currentTimeMs();
    const at = (ms: number): string => new Date(start + ms).toISOString();
    const { loadDevice, recordDevice, sendDeviceEmail, deregisterOrders, erasedCustomersAmong } =
      activities;
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue,
      workflowBundle: await workflowBundle(),
      activities: {
        loadDevice,
        recordDevice,
        sendDeviceEmail,
        deregisterOrders,
        erasedCustomersAmong,
      },
    });
    const device = { modelId: 'model', serialNumber: randomUUID() };
    const workflowId = deviceWorkflowId(device);
    const input: DeviceWorkflowInput = {
      device,
      windows: DEFAULT_DEVICE_WINDOWS,
      timerKept: true,
      ...more,
    };
    const signal = async (fact: DeviceFact): Promise<void> => {
      await client.workflow.signalWithStart(DEVICE_WORKFLOW_TYPE, {
        taskQueue,
        workflowId,
        args: [input],
        signal: deviceSignalNameOf(fact),
        signalArgs: [fact],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      });
    };
    let histories: readonly History[] = [];
    await worker.runUntil(async () => {
      for (const fact of firstFacts(at)) await signal(fact);
      const handle = client.workflow.getHandle(workflowId);
      try {
        await act({
          device,
          handle,
          activities,
          at,
          signal,
          sleep: (ms) => environment.sleep(ms),
          state: () => handle.query(deviceStateQuery),
        });
      } finally {
        histories = await historiesOf(client, workflowId, [...activities.runIds]);
        // Else a timer of it would fire in the next test and find no worker.
        await terminate(handle);
      }
      for (const [index, history] of histories.entries()) {
        await Worker.runReplayHistory(
          { workflowBundle: await workflowBundle() },
          history,
          workflowId,
        );
        if (histories.length > MOST_RUNS_KEPT) continue;
        await HISTORIES.keep(history, index === 0 ? '' : `run ${String(index + 1)}`);
      }
    });
  }
}

/** The runs of a test with more of them are much alike. */
const MOST_RUNS_KEPT = 3;

async function terminate(handle: WorkflowHandle): Promise<void> {
  const { status } = await handle.describe();
  if (status.name === 'RUNNING') await handle.terminate('the test is over');
}

/** The histories of these runs, and of those that they continued as, which may have asked for nothing. */
async function historiesOf(
  client: Client,
  workflowId: string,
  runIds: readonly string[],
): Promise<readonly History[]> {
  const histories = new Map<string, History>();
  const missing = [...runIds];
  for (let runId = missing.shift(); runId !== undefined; runId = missing.shift()) {
    if (histories.has(runId)) continue;
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    histories.set(runId, history);
    const next = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes;
    if (next?.newExecutionRunId != null) missing.push(next.newExecutionRunId);
  }
  return [...histories.values()];
}
