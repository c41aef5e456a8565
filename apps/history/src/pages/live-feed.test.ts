import { LiveFeed } from './live-feed';

describe('LiveFeed', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('looks once for all who watch a thing, tells them of the beginning and of changes, and stops with the last', async () => {
    let version = 'a';
    let looks = 0;
    const feed = new LiveFeed(async () => {
      looks += 1;
      return await Promise.resolve(version);
    }, 1_000);
    const told: string[] = [];
    const endOne = feed.watch('x', () => told.push('one'));
    const endTwo = feed.watch('x', () => told.push('two'));
    await jest.advanceTimersByTimeAsync(2_500);
    expect([looks, told]).toEqual([3, ['one', 'two']]);
    const endThree = feed.watch('x', () => told.push('three'));
    expect(told.splice(0)).toEqual(['one', 'two', 'three']);
    endThree();
    version = 'b';
    await jest.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual(['one', 'two']);
    endOne();
    version = 'c';
    await jest.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual(['one', 'two', 'two']);
    endTwo();
    expect(feed.size).toBe(0);
    const before = looks;
    await jest.advanceTimersByTimeAsync(5_000);
    expect(looks).toBe(before);
  });

  it('goes on after a failure, and does not look again while it still looks', async () => {
    let fails = true;
    let looks = 0;
    const feed = new LiveFeed(async () => {
      looks += 1;
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      if (fails) throw new Error('down');
      return String(looks);
    }, 1_000);
    let told = 0;
    feed.watch('x', () => (told += 1));
    await jest.advanceTimersByTimeAsync(2_600);
    expect(looks).toBe(1);
    fails = false;
    await jest.advanceTimersByTimeAsync(12_000);
    expect(told).toBeGreaterThan(0);
    feed.close();
    expect(feed.size).toBe(0);
  });
});
