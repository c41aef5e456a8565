import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { addAllSearchAttributes } from '@refill/temporal/ensure-search-attributes';
import { startDevServer } from '@refill/temporal/test-support/dev-server';
import { quietenRuntime } from '@refill/temporal/test-support/time-skipping-server';

/** Starts a development server, on which time passes as it does, with the search attributes of orders. */
export async function startOrderServer(): Promise<TestWorkflowEnvironment> {
  quietenRuntime();
  const environment = await startDevServer();
  await addAllSearchAttributes(environment.connection, 'default');
  return environment;
}
