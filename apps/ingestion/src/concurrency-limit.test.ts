import { createConcurrencyLimit } from './concurrency-limit';

/** Work that ends when it is told to. */
function openEnded() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { run: async () => await ended, end };
}

/** All that can go on without another event has gone on. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('createConcurrencyLimit', () => {
  it('runs no more than allowed at once, and the others in order of arrival', async () => {
    const limit = createConcurrencyLimit({ maxRunning: 2, maxWaiting: 10, maxWaitMs: 60_000 });
    const started: number[] = [];
    const works = [0, 1, 2, 3].map(() => openEnded());
    const done = works.map((work, index) =>
      limit.run(async () => {
        started.push(index);
        await work.run();
      }),
    );
    await settled();
    expect(started).toEqual([0, 1]);
    works[1]?.end();
    await settled();
    const afterOneEnded = [...started];
    works.forEach((work) => work.end());
    await Promise.all(done);
    expect(afterOneEnded).toEqual([0, 1, 2]);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  it('refuses at once when too many wait', async () => {
    const limit = createConcurrencyLimit({ maxRunning: 1, maxWaiting: 1, maxWaitMs: 60_000 });
    const first = openEnded();
    const running = limit.run(first.run);
    const waiting = limit.run(async () => await Promise.resolve('its turn'));
    await expect(limit.run(first.run)).rejects.toMatchObject({ code: 'INGESTION_BUSY' });
    first.end();
    await running;
    await expect(waiting).resolves.toBe('its turn');
  });

  it('gives up when the turn does not come in time, and loses no turn by it', async () => {
    const limit = createConcurrencyLimit({ maxRunning: 1, maxWaiting: 5, maxWaitMs: 5 });
    const first = openEnded();
    const running = limit.run(first.run);
    await expect(limit.run(first.run)).rejects.toMatchObject({ code: 'INGESTION_BUSY' });
    first.end();
    await running;
    await expect(limit.run(async () => await Promise.resolve('free'))).resolves.toBe('free');
  });

  it('gives the turn back after a failure', async () => {
    const limit = createConcurrencyLimit({ maxRunning: 1, maxWaiting: 0, maxWaitMs: 5 });
    const failing = limit.run(async () => await Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    await expect(limit.run(async () => await Promise.resolve('free'))).resolves.toBe('free');
  });
});
