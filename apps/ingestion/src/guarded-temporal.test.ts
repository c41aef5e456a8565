import { TypedSearchAttributes } from '@temporalio/common';
import { createCircuit } from './circuit';
import { createConcurrencyLimit } from './concurrency-limit';
import { guardTemporal, type GuardedTemporal } from './guarded-temporal';
import { silentLogger } from './test-support/silent-logger';
import { startTestTemporal, type TestTemporal } from './test-support/test-temporal';

let temporal: TestTemporal;
let guarded: GuardedTemporal;
beforeAll(async () => {
  temporal = await startTestTemporal();
  // A machine that is busy must not make a refusal of an answer that is late.
  guarded = guardedFor(60_000);
}, 120_000);
afterAll(async () => {
  await temporal.stop();
}, 30_000);

function guardedFor(timeoutMs: number): GuardedTemporal {
  return guardTemporal(temporal.env.client, {
    limit: createConcurrencyLimit({ maxRunning: 4, maxWaiting: 0, maxWaitMs: 1 }),
    circuit: createCircuit({ openAfter: 100, probeEveryMs: 1, onChange: () => undefined }),
    timeoutMs,
    logger: silentLogger,
  });
}

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
    const work = guardedFor(500).run(async () => await new Promise<never>(() => undefined));
    await expect(work).rejects.toMatchObject({ code: 'TEMPORAL_UNAVAILABLE' });
    expect(Date.now() - startedAt).toBeLessThan(6_000);
  });

  it('asks a Temporal that does not answer no more, until a probe is answered', async () => {
    let now = 0;
    const states: string[] = [];
    const circuit = createCircuit({
      openAfter: 2,
      probeEveryMs: 1_000,
      onChange: (state) => states.push(state),
      now: () => now,
    });
    const limit = createConcurrencyLimit({ maxRunning: 4, maxWaiting: 0, maxWaitMs: 1 });
    const brief = guardTemporal(temporal.env.client, {
      limit,
      circuit,
      timeoutMs: 2_000,
      logger: silentLogger,
    });
    let asked = 0;
    const silent = async (): Promise<unknown> =>
      await brief.run(async () => {
        asked += 1;
        return await new Promise<never>(() => undefined);
      });
    const unavailable = { code: 'TEMPORAL_UNAVAILABLE' };
    for (let call = 0; call < 3; call += 1) {
      await expect(silent()).rejects.toMatchObject(unavailable);
    }
    expect([asked, brief.isOpen(), states]).toEqual([2, true, ['open']]);

    now = 1_000;
    const probe = silent();
    await expect(Promise.race([probe, silent()])).rejects.toMatchObject(unavailable);
    expect(asked).toBe(3);
    // The race ended with the call that was not asked: the probe is still under way.
    await expect(brief.run(async () => await Promise.resolve('x'))).rejects.toMatchObject(
      unavailable,
    );
    await expect(probe).rejects.toMatchObject(unavailable);
    now = 3_000;
    const { namespace } = temporal.env.client.options;
    await brief.run(
      async (client) => await client.workflowService.describeNamespace({ namespace }),
    );
    expect([brief.isOpen(), states]).toEqual([false, ['open', 'closed']]);
    expect(brief.answers()).toBe(1);
  });

  it('counts a refusal of Temporal as an answer', async () => {
    const before = guarded.answers();
    const refused = guarded.run(
      async (client) =>
        await client.workflow.signalWithStart('type', {
          ...start,
          workflowId: 'refused',
          signalArgs: ['x'.repeat(2_500_000)],
        }),
    );
    await expect(refused).rejects.toMatchObject({ code: 'TEMPORAL_REJECTED' });
    expect(guarded.answers()).toBe(before + 1);
  });
});
