import { TestWorkflowEnvironment } from '@temporalio/testing';
import { patientStart } from './patient-start';

/**
 * Starts Temporal's development server with the program that Jest's global setup found.
 * @param extraArgs options of that program
 */
export async function startDevServer(
  extraArgs: readonly string[] = [],
): Promise<TestWorkflowEnvironment> {
  const path = process.env['REFILL_TEST_TEMPORAL_EXECUTABLE'];
  if (path === undefined) throw new Error('REFILL_TEST_TEMPORAL_EXECUTABLE is not set');
  return await patientStart(() =>
    TestWorkflowEnvironment.createLocal({
      server: {
        executable: { type: 'existing-path', path },
        log: { format: 'pretty', level: 'error' },
        extraArgs: [...extraArgs],
      },
    }),
  );
}
