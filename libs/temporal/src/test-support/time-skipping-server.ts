import { TestWorkflowEnvironment } from '@temporalio/testing';
import { makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { addAllSearchAttributes } from '../ensure-search-attributes';
import { patientStart } from './patient-start';

/** Starts a server that skips time, with our search attributes; one per test file, as the server asks. */
export async function startTimeSkippingServer(): Promise<TestWorkflowEnvironment> {
  const path = process.env['REFILL_TEST_TEMPORAL_TEST_SERVER'];
  if (path === undefined) throw new Error('REFILL_TEST_TEMPORAL_TEST_SERVER is not set');
  quietenRuntime();
  const environment = await patientStart(() =>
    TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    }),
  );
  await addAllSearchAttributes(environment.connection, environment.namespace ?? 'default');
  return environment;
}

/** Keeps the SDK from telling of what a test provokes. */
export function quietenRuntime(): void {
  Runtime.install({
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) },
    },
  });
}

function quiet(): void {
  // A test's words are its assertions.
}
