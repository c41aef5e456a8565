import path from 'node:path';
import type { WorkflowBundle } from '@temporalio/worker';
import { bundleFromSource } from '@refill/temporal/test-support/workflow-bundle';

/** The workflow bundled from source, once per test file. */
export function workflowBundle(): Promise<WorkflowBundle> {
  return bundleFromSource(path.join(__dirname, '..', 'order-lifecycle.ts'));
}
