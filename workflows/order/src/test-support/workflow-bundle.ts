import path from 'node:path';
import type { WorkflowBundle } from '@temporalio/worker';
import {
  bundleFromSource,
  bundleWithSlowQueries,
} from '@refill/temporal/test-support/workflow-bundle';

const WORKFLOW = path.join(__dirname, '..', 'order-lifecycle.ts');

/** The workflow bundled from source, once per test file. */
export function workflowBundle(): Promise<WorkflowBundle> {
  return bundleFromSource(WORKFLOW);
}

/** The same, of which queries take long. */
export function slowQueryBundle(): Promise<WorkflowBundle> {
  return bundleWithSlowQueries(WORKFLOW);
}
