import { EventEmitter } from 'node:events';
import { createLogger } from './logger';
import { runUntilSignal } from './shutdown';

const logger = createLogger({ service: 'test', level: 'silent' });

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
});

afterEach(() => {
  jest.useRealTimers();
});

describe('runUntilSignal', () => {
  it.each(['SIGTERM', 'SIGINT'])('stops on %s and exits with 0', async (signal) => {
    const signals = new EventEmitter();
    const events: string[] = [];
    const done = runUntilSignal({
      logger,
      stop: () => Promise.resolve(void events.push('stopped')),
      timeoutMs: 1_000,
      signals,
      exit: (code) => events.push(`exit ${String(code)}`),
    });
    expect(events).toEqual([]);
    signals.emit(signal, signal);
    await done;
    expect(events).toEqual(['stopped', 'exit 0']);
    expect(signals.listenerCount(signal)).toBe(0);
  });

  it('exits with 1 when stopping fails', async () => {
    const signals = new EventEmitter();
    const exit = jest.fn();
    const done = runUntilSignal({
      logger,
      stop: () => Promise.reject(new Error('no')),
      timeoutMs: 1_000,
      signals,
      exit,
    });
    signals.emit('SIGTERM', 'SIGTERM');
    await done;
    expect(exit.mock.calls).toEqual([[1]]);
  });

  it('exits with 1 when stopping takes too long', async () => {
    const signals = new EventEmitter();
    const exit = jest.fn();
    void runUntilSignal({
      logger,
      stop: () => new Promise(() => undefined),
      timeoutMs: 1_000,
      signals,
      exit,
    });
    signals.emit('SIGTERM', 'SIGTERM');
    await jest.advanceTimersByTimeAsync(999);
    expect(exit).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(exit.mock.calls).toEqual([[1]]);
  });

  it('takes the doubled signal of Ctrl-C under npm as one, a later one as impatience', async () => {
    const signals = new EventEmitter();
    const exit = jest.fn();
    void runUntilSignal({
      logger,
      stop: () => new Promise(() => undefined),
      timeoutMs: 60_000,
      signals,
      exit,
    });
    signals.emit('SIGINT', 'SIGINT');
    signals.emit('SIGINT', 'SIGINT');
    expect(exit).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1_000);
    signals.emit('SIGINT', 'SIGINT');
    expect(exit.mock.calls).toEqual([[1]]);
  });
});
