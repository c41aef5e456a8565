import { HistoryApiError } from './history-api-error';
import {
  HistoryAnswerError,
  HistoryNetworkError,
  HistoryTimeoutError,
} from './history-client-error';
import { retryAfterMs } from './retry-after';
import { retryPauseMs } from './retry-pause';

function answered(status: number, wait: number | null = null): HistoryApiError {
  const problem = { code: 'X', status, type: '', title: '', detail: null, instance: null };
  return new HistoryApiError({ ...problem, errors: [], retryAfterMs: wait }, 'GET /');
}

describe('retryPauseMs', () => {
  it('doubles up to ten seconds, half of it by chance', () => {
    const error = new HistoryNetworkError('x');
    const at = (random: number) => [1, 2, 3, 6, 7, 10].map((n) => retryPauseMs(error, n, random));
    expect(at(1)).toEqual([200, 400, 800, 6_400, 10_000, 10_000]);
    expect(at(0)).toEqual([100, 200, 400, 3_200, 5_000, 5_000]);
  });

  it('is never shorter than Retry-After, and ends where that is more than a minute', () => {
    expect(retryPauseMs(answered(503, 5_000), 1, 0)).toBe(5_000);
    expect(retryPauseMs(answered(503, 5_000), 1, 1)).toBe(5_100);
    expect(retryPauseMs(answered(429, 60_000), 1, 0)).toBe(60_000);
    expect(retryPauseMs(answered(429, 60_001), 1, 0)).toBeNull();
  });

  it('is for what passes only', () => {
    for (const status of [400, 401, 403, 404, 409, 413, 500, 501]) {
      expect(retryPauseMs(answered(status), 1, 0)).toBeNull();
    }
    expect(retryPauseMs(new HistoryTimeoutError('x'), 1, 0)).toBe(100);
    expect(retryPauseMs(new HistoryAnswerError('x'), 1, 0)).toBeNull();
    expect(retryPauseMs(new Error('x'), 1, 0)).toBeNull();
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('2026-01-05T10:00:00Z');

  it.each([
    [null, null],
    ['0', 0],
    [' 5 ', 5_000],
    ['Mon, 05 Jan 2026 10:00:30 GMT', 30_000],
    ['Mon, 05 Jan 2026 09:00:00 GMT', 0],
    ['soon', null],
    ['', null],
  ])('reads %j', (value, ms) => {
    expect(retryAfterMs(value, now)).toBe(ms);
  });
});
