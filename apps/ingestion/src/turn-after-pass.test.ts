import type { FailedDelivery } from './backlog-pass';
import { turnAfter } from './turn-after-pass';

const failure = (code: string): FailedDelivery => ({
  work: {
    id: '1',
    messageId: 'message',
    kind: 'notification',
    payload: {},
    receivedAt: '2026-01-01T00:00:00.000Z',
    orderKey: 'order:1',
    failures: 0,
  },
  code,
});
const busy = failure('INGESTION_BUSY');
const down = failure('TEMPORAL_UNAVAILABLE');

describe('the backlog is gone through again', () => {
  it.each([
    ['at once while it goes on', { delivered: 3, failed: [], brokenOff: false }, 'again'],
    [
      'at once, also where some got no turn',
      { delivered: 3, failed: [busy], brokenOff: false },
      'again',
    ],
    [
      'after the interval when there is nothing left',
      { delivered: 0, failed: [], brokenOff: false },
      'idle',
    ],
    [
      'after the interval when none got a turn',
      { delivered: 0, failed: [busy, busy], brokenOff: false },
      'idle',
    ],
    [
      'after a growing wait when Temporal fails',
      { delivered: 3, failed: [busy, down], brokenOff: false },
      'failed',
    ],
    [
      'after a growing wait when it was broken off',
      { delivered: 3, failed: [], brokenOff: true },
      'failed',
    ],
  ] as const)('%s', (_when, pass, turn) => {
    expect(turnAfter(pass)).toBe(turn);
  });
});
