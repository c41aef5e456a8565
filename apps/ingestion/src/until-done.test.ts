import { untilDone } from './until-done';

const lines: string[] = [];
const write = (...args: unknown[]): void => void lines.push(String(args.at(-1)));
const logger = { debug: write, info: write, warn: write, error: write };

describe('untilDone', () => {
  it('tries again after a failure, and not after success', async () => {
    let attempts = 0;
    await new Promise<void>((resolve, reject) => {
      const running = untilDone('preparing', logger, async () => {
        attempts += 1;
        await Promise.resolve();
        if (attempts === 1) throw new Error('not yet');
        setImmediate(() => {
          running.stop().then(resolve, reject);
        });
      });
    });
    expect(attempts).toBe(2);
    expect(lines).toEqual(['preparing: failed, will be tried again', 'preparing: done']);
  });

  it('can be stopped while it fails', async () => {
    let attempts = 0;
    const running = untilDone('preparing', logger, async () => {
      attempts += 1;
      await Promise.reject(new Error('never'));
    });
    await running.stop();
    expect(attempts).toBe(1);
  });
});
