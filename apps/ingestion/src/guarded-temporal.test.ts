import { TypedSearchAttributes } from '@temporalio/common';
import { createConcurrencyLimit } from './concurrency-limit';
import { guardTemporal, type GuardedTemporal } from './guarded-temporal';
import { silentLogger } from './test-support/silent-logger';
import { startTestTemporal, type TestTemporal } from './test-support/test-temporal';

let temporal: TestTemporal;
let guarded: GuardedTemporal;
beforeAll(async () => {
  temporal = await startTestTemporal();
  guarded = guardTemporal(temporal.env.client, {
    limit: createConcurrencyLimit({ maxRunning: 4, maxWaiting: 0, maxWaitMs: 1 }),
    timeoutMs: 1_000,
    logger: silentLogger,
  });
}, 60_000);
afterAll(async () => {
  await temporal.stop();
}, 30_000);

const start = { taskQueue: 'nobody', signal: 'signal' } as const;

describe('guardTemporal', () => {
  it('gives back what the work gives', async () => {
    const work = guarded.run(async (client) => {
      await client.workflow.signalWithStart('type', { ...start, workflowId: 'good' });
      return 'done';
    });
    await expect(work).resolves.toBe('done');
  });

  it('tells a request that can never be taken', async () => {
    const tooBig = 'x'.repeat(2_500_000);
    const work = guarded.run(
      async (client) =>
        await client.workflow.signalWithStart('type', {
          ...start,
          workflowId: 'too-big',
          signalArgs: [tooBig],
        }),
    );
    await expect(work).rejects.toMatchObject({ code: 'TEMPORAL_REJECTED' });
  });

  it('does not blame the request when the namespace lacks a search attribute', async () => {
    const typedSearchAttributes = new TypedSearchAttributes([
      { key: { name: 'NotRegistered', type: 'KEYWORD' }, value: 'x' },
    ]);
    const work = guarded.run(
      async (client) =>
        await client.workflow.signalWithStart('type', {
          ...start,
          workflowId: 'unregistered',
          typedSearchAttributes,
        }),
    );
    await expect(work).rejects.toMatchObject({ code: 'TEMPORAL_UNAVAILABLE' });
  });

  it('does not wait for ever', async () => {
    const startedAt = Date.now();
    const work = guarded.run(async () => await new Promise<never>(() => undefined));
    await expect(work).rejects.toMatchObject({ code: 'TEMPORAL_UNAVAILABLE' });
    expect(Date.now() - startedAt).toBeLessThan(3_000);
  });
});
