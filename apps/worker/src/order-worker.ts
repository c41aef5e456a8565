import type { DataConverter } from '@temporalio/common';
import type { NativeConnection, WorkflowBundleOption } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import type { DeviceActivities } from '@refill/temporal/device-activities';
import type { OrderActivities } from '@refill/temporal/order-activities';
import type { ResendEmailActivities } from '@refill/temporal/resend-email-messages';
import { ORDER_TASK_QUEUE } from '@refill/temporal/task-queues';
import { WORKFLOW_TASK_POLLERS } from '@refill/temporal/workflow-task-pollers';
import { activityLogContext } from './activity-log-context';
import type { WorkerTracing } from './worker-tracing';

/** What an order worker is made of. */
export interface OrderWorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly workflowBundle: WorkflowBundleOption;
  readonly activities: OrderActivities & DeviceActivities & ResendEmailActivities;
  /** How payloads are written and read: with encryption, or without. */
  readonly dataConverter: DataConverter;
  /** How many orders and devices stay in memory; about 0.15 MB each. A burst must fit, or throughput halves. */
  readonly maxCachedWorkflows: number;
  /** `null` while nothing is traced; else `workflowBundle` has to be the traced one. */
  readonly tracing: WorkerTracing | null;
}

/** How long a stopping worker finishes what it has begun before it cancels it. */
const SHUTDOWN_GRACE = '8s';
/** When a stopping worker gives up on what does not end; Temporal repeats it elsewhere. */
const SHUTDOWN_FORCE = '12s';

/**
 * How long one step of a workflow may run, by the clock on the wall. The SDK's 5 s pass as well while the process is frozen (a paused
 * machine), and V8 then ends the step in the middle of a promise hook, of which Node dies: "async hook stack has become
 * corrupted". An option that the SDK takes and does not show in its types.
 */
const STEP_LIMIT = { isolateExecutionTimeout: '10 minutes' } as const;

/** Makes the worker of the order queue, which runs devices too, with pollers that follow the load. */
export async function createOrderWorker(options: OrderWorkerOptions): Promise<Worker> {
  const { tracing } = options;
  return await Worker.create({
    connection: options.connection,
    namespace: options.namespace,
    taskQueue: ORDER_TASK_QUEUE,
    workflowBundle: options.workflowBundle,
    activities: { ...options.activities },
    interceptors: {
      activity: [...(tracing === null ? [] : [tracing.activity]), activityLogContext],
    },
    ...(tracing === null ? {} : { sinks: tracing.sinks }),
    dataConverter: options.dataConverter,
    maxCachedWorkflows: options.maxCachedWorkflows,
    workflowTaskPollerBehavior: WORKFLOW_TASK_POLLERS,
    activityTaskPollerBehavior: { type: 'autoscaling' },
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: SHUTDOWN_FORCE,
    ...STEP_LIMIT,
  });
}
