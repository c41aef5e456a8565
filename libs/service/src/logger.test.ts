import { createLogger, loggedError } from './logger';

function capture(): { lines: unknown[]; destination: { write(line: string): void } } {
  const lines: unknown[] = [];
  return { lines, destination: { write: (line) => void lines.push(JSON.parse(line)) } };
}

describe('createLogger', () => {
  it('writes service, level and time', () => {
    const { lines, destination } = capture();
    createLogger({ service: 'history', destination }).info({ orders: 2 }, 'listed');
    expect(lines).toEqual([
      {
        level: 'info',
        service: 'history',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        orders: 2,
        msg: 'listed',
      },
    ]);
  });

  it('keeps below its level silent', () => {
    const { lines, destination } = capture();
    createLogger({ service: 'history', level: 'warn', destination }).info('nothing');
    expect(lines).toEqual([]);
  });

  it('logs of an error only what holds no data', () => {
    const { lines, destination } = capture();
    const error = Object.assign(new Error('duplicate key', { cause: new TypeError('inner') }), {
      code: '23505',
      detail: 'Key (email)=(someone) already exists.',
    });
    createLogger({ service: 'history', destination }).error({ err: error }, 'failed');
    expect(JSON.stringify(lines)).not.toContain('someone');
    expect(lines).toEqual([
      expect.objectContaining({
        err: expect.objectContaining({
          type: 'Error',
          code: '23505',
          message: 'duplicate key',
          cause: expect.objectContaining({ type: 'TypeError', message: 'inner' }),
        }),
      }),
    ]);
  });

  it('hides the authorization header', () => {
    const { lines, destination } = capture();
    const logger = createLogger({ service: 'history', destination });
    logger.info({ req: { headers: { authorization: 'Bearer abc' } } }, 'asked');
    expect(JSON.stringify(lines)).not.toContain('abc');
  });

  it('survives a circle of causes and things that are no errors', () => {
    const error = new Error('circle');
    error.cause = error;
    expect(JSON.stringify(loggedError(error))).toContain('circle');
    expect(loggedError('text with data')).toEqual({
      type: 'string',
      message: 'not an Error was thrown',
    });
  });
});
