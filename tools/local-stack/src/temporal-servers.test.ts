import { TestWorkflowEnvironment } from '@temporalio/testing';

describe('the Temporal servers of the test run', () => {
  it('skip time', async () => {
    const environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: {
        executable: {
          type: 'existing-path',
          path: process.env['REFILL_TEST_TEMPORAL_TEST_SERVER'] ?? '',
        },
      },
    });
    try {
      const before = await environment.currentTimeMs();
      await environment.sleep('30 days');
      expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(
        30 * 24 * 3_600_000,
      );
    } finally {
      await environment.teardown();
    }
  });

  it('list workflows', async () => {
    const environment = await TestWorkflowEnvironment.createLocal({
      server: {
        executable: {
          type: 'existing-path',
          path: process.env['REFILL_TEST_TEMPORAL_EXECUTABLE'] ?? '',
        },
      },
    });
    try {
      expect((await environment.client.workflow.count()).count).toBe(0);
    } finally {
      await environment.teardown();
    }
  });
});
