import { setImmediate } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import { currentLogContext, withLogContext } from './log-context';
import { createLogger } from './logger';

function capture(): { lines: unknown[]; destination: { write(line: string): void } } {
  const lines: unknown[] = [];
  return { lines, destination: { write: (line) => void lines.push(JSON.parse(line)) } };
}

describe('withLogContext', () => {
  it('puts its ids on every line, of child loggers and after awaiting too', async () => {
    const { lines, destination } = capture();
    const logger = createLogger({ service: 'test', destination });
    await withLogContext({ orderId: 'order-1', notificationId: 'note-1' }, async () => {
      logger.info('first');
      await setImmediate();
      logger.child({ part: 'child' }).warn({ count: 2 }, 'second');
    });
    const ids = { orderId: 'order-1', notificationId: 'note-1' };
    expect(lines).toEqual([
      expect.objectContaining({ ...ids, msg: 'first' }),
      expect.objectContaining({ ...ids, msg: 'second', part: 'child', count: 2 }),
    ]);
  });

  it('keeps what runs at the same time apart', async () => {
    const { lines, destination } = capture();
    const logger = createLogger({ service: 'test', destination });
    const work = async (orderId: string): Promise<void> =>
      await withLogContext({ orderId }, async () => {
        await setImmediate();
        logger.info(`about ${orderId}`);
      });
    await Promise.all([work('one'), work('two')]);
    logger.info('about none');
    expect(lines).toEqual([
      expect.objectContaining({ orderId: 'one', msg: 'about one' }),
      expect.objectContaining({ orderId: 'two', msg: 'about two' }),
      expect.not.objectContaining({ orderId: expect.anything() }),
    ]);
  });

  it('adds to the context around it, and ends with its work', () => {
    withLogContext({ orderId: 'outer' }, () => {
      withLogContext({ notificationId: 'inner' }, () => {
        expect(currentLogContext()).toEqual({ orderId: 'outer', notificationId: 'inner' });
      });
      expect(currentLogContext()).toEqual({ orderId: 'outer' });
    });
    expect(currentLogContext()).toEqual({});
  });

  it('gives way to the ids that a line names itself, and leaves the context as it was', () => {
    const { lines, destination } = capture();
    const logger = createLogger({ service: 'test', destination });
    withLogContext({ orderId: 'context' }, () => {
      logger.info({ orderId: 'line' }, 'own');
      logger.info('next');
    });
    expect(lines).toEqual([
      expect.objectContaining({ orderId: 'line', msg: 'own' }),
      expect.objectContaining({ orderId: 'context', msg: 'next' }),
    ]);
  });
});

it('puts the ids of the trace that runs on each line, where one does', () => {
  const { lines, destination } = capture();
  const logger = createLogger({ service: 'test', destination });
  const span = trace.wrapSpanContext({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    traceFlags: 1,
  });
  const active = jest.spyOn(trace, 'getActiveSpan').mockReturnValue(span);
  logger.info('traced');
  active.mockRestore();
  logger.info('not traced');
  expect(lines).toEqual([
    expect.objectContaining({
      msg: 'traced',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
    }),
    expect.not.objectContaining({ traceId: expect.anything() }),
  ]);
});
