import { createRunningParts } from './running-parts';

describe('createRunningParts', () => {
  it('stops lower orders first, one order at once, and everything once', async () => {
    const log: string[] = [];
    const parts = createRunningParts();
    const part = (name: string, order: number) => ({
      name,
      order,
      stop: async () => {
        log.push(`${name} stops`);
        await new Promise((resolve) => setImmediate(resolve));
        log.push(`${name} stopped`);
      },
    });
    await parts.add(part('postgres', 2));
    await parts.add(part('worker', 1));
    await parts.add(part('history', 1));
    expect(parts.stopping()).toBe(false);
    await Promise.all([parts.stopAll(() => undefined), parts.stopAll(() => undefined)]);
    expect(log).toEqual([
      'worker stops',
      'history stops',
      'worker stopped',
      'history stopped',
      'postgres stops',
      'postgres stopped',
    ]);
    expect(parts.stopping()).toBe(true);
  });

  it('stops at once what comes while everything stops', async () => {
    const parts = createRunningParts();
    await parts.stopAll(() => undefined);
    const stop = jest.fn(() => Promise.resolve());
    await parts.add({ name: 'late', order: 1, stop });
    expect(stop).toHaveBeenCalledTimes(1);
  });
});
