import {
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import { readConfig } from '@refill/service/config';
import { boundGarbage } from '@refill/temporal/bound-garbage';
import { STACK_TRACE_DEPTH_MODULE } from '@refill/temporal/preload-modules';
import { WORKFLOW_TASK_POLLERS } from '@refill/temporal/workflow-task-pollers';
import { z } from 'zod';
import { minimalActivities } from '../minimal/activities';

const config = readConfig(
  z.object({
    KIND: z.enum(['tuned', 'naive']),
    TEMPORAL_ADDRESS: z.string(),
    TEMPORAL_NAMESPACE: z.string().default('default'),
    TASK_QUEUE: z.string(),
    DATABASE_URL: z.string(),
    SMTP_PORT: z.coerce.number().int(),
  }),
  process.env,
);

const workflowsPath = require.resolve(`../minimal/${config.KIND}-workflow`);

/** As Refill's worker is tuned. */
const TUNED: Partial<WorkerOptions> = {
  maxCachedWorkflows: 2_000,
  workflowTaskPollerBehavior: WORKFLOW_TASK_POLLERS,
  activityTaskPollerBehavior: { type: 'autoscaling' },
  bundlerOptions: { preloadModules: [STACK_TRACE_DEPTH_MODULE, workflowsPath] },
};

async function main(): Promise<void> {
  if (config.KIND === 'tuned') boundGarbage();
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('WARN') });
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS }),
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: config.TASK_QUEUE,
    workflowsPath,
    activities: { ...minimalActivities(config.DATABASE_URL, config.SMTP_PORT) },
    ...(config.KIND === 'tuned' ? TUNED : {}),
  });
  process.send?.({ ready: true });
  await worker.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
