import { createLogger } from '@refill/service/logger';
import { temporalLogger } from './temporal-logger';

function linesOf(write: (logger: ReturnType<typeof temporalLogger>) => void): unknown[] {
  const lines: unknown[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  write(temporalLogger(createLogger({ service: 'worker', destination }), 'INFO'));
  return lines;
}

describe('temporalLogger', () => {
  it('puts the order on what the SDK logs of its workflow', () => {
    const lines = linesOf((logger) => {
      logger.warn('Activity failed', { workflowId: 'order:one', attempt: 2 });
    });
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'warn',
        msg: 'Activity failed',
        workflowId: 'order:one',
        orderId: 'one',
        attempt: 2,
      }),
    ]);
  });

  it('names the trace as all other lines do', () => {
    const lines = linesOf((logger) => {
      const ids = { trace_id: 'trace', span_id: 'span', trace_flags: '01' };
      logger.warn('Activity failed', { workflowId: 'order:one', ...ids });
    });
    expect(lines).toEqual([expect.objectContaining({ traceId: 'trace', spanId: 'span' })]);
    expect(lines).toEqual([expect.not.objectContaining({ trace_id: expect.anything() })]);
  });

  it('tells what an error says', () => {
    const lines = linesOf((logger) => {
      logger.warn('Workflow failed', { error: new TypeError('no windows') });
    });
    expect(lines).toEqual([
      expect.objectContaining({
        err: expect.objectContaining({ type: 'TypeError', message: 'no windows' }),
      }),
    ]);
  });

  it('claims no order for anything else', () => {
    const lines = linesOf((logger) => {
      logger.info('of a device', { workflowId: 'device:model/serial' });
      logger.error('of none');
    });
    const none = expect.not.objectContaining({ orderId: expect.anything() });
    expect(lines).toEqual([none, none]);
  });
});
