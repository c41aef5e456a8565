import { checkDatabase } from '@refill/order-history/check-database';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import {
  ReadinessDetail,
  type ReadinessReport,
  runReadinessChecks,
} from '@refill/service/readiness';
import type { TemporalConnection } from '@refill/temporal/connection';
import type { StartProgress } from './start-progress';

/** What the worker needs, and how it is doing. */
export interface WorkerNeeds {
  readonly database: OrderHistoryDatabase;
  readonly temporal: TemporalConnection;
  readonly progress: StartProgress;
  /** Whether it takes work from Temporal. */
  readonly polls: () => boolean;
  readonly stopping: () => boolean;
}

/** How long a check may take, in ms. */
const TIMEOUT_MS = 2_000;

/** Tells whether PostgreSQL, Temporal and the namespace are there, whether the worker polls, and what it waits for. */
export async function workerReadiness(needs: WorkerNeeds): Promise<ReadinessReport> {
  const { database, temporal } = needs;
  return await runReadinessChecks(
    {
      postgres: () => checkDatabase(database),
      temporal: () =>
        temporal.connection.withDeadline(
          Date.now() + TIMEOUT_MS,
          async () =>
            await temporal.connection.workflowService.describeNamespace({
              namespace: temporal.namespace,
            }),
        ),
      worker: async () => {
        await Promise.resolve();
        const problem = workerProblem(needs);
        if (problem !== null) throw new ReadinessDetail(problem);
      },
    },
    // A little longer than Temporal's deadline, so that its own answer is shown.
    TIMEOUT_MS + 250,
  );
}

function workerProblem({ progress, polls, stopping }: WorkerNeeds): string | null {
  if (stopping()) return 'stopping';
  const waitingFor = progress.waitingFor();
  if (waitingFor !== null) return `waiting for ${waitingFor}`;
  return polls() ? null : 'starting';
}
