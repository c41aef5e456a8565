import { judgeWorkers } from './judge-workers';

const NOW = Date.parse('2026-12-01T03:00:00Z');
const poller = (identity: string, secondsAgo: number) => ({
  identity,
  askedAt: NOW - secondsAgo * 1_000,
});

describe('judgeWorkers', () => {
  it('counts those that ask for work, each once', () => {
    const finding = judgeWorkers([poller('a', 2), poller('a', 80), poller('b', 115)], NOW);
    expect(finding).toMatchObject({ state: 'ok', detail: expect.stringMatching(/^2 on /) });
  });

  it('believes in one of which Temporal does not say when it asked', () => {
    expect(judgeWorkers([{ identity: 'a', askedAt: null }], NOW)).toMatchObject({ state: 'ok' });
  });

  it('is wrong when nobody asks', () => {
    expect(judgeWorkers([], NOW)).toMatchObject({ state: 'failed' });
  });

  it('is wrong when the last question is long ago, as of a worker that hangs', () => {
    expect(judgeWorkers([poller('a', 240), poller('b', 125)], NOW)).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('for 125 s'),
    });
  });

  it('doubts when one of several is silent', () => {
    expect(judgeWorkers([poller('a', 1), poller('b', 200)], NOW)).toMatchObject({
      state: 'warning',
      detail: expect.stringMatching(/^1 on .*not heard of for 120 s: 1$/),
    });
  });
});
