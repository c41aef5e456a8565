import { untilDone, type WaitLogger } from './dependency-wait';

interface Line {
  readonly fields: object;
  readonly message: string;
}

let lines: Line[];
const write = (fields: object, message: string): void => void lines.push({ fields, message });
const logger: WaitLogger = { info: write, warn: write };

beforeEach(() => {
  lines = [];
});

describe('untilDone', () => {
  it('returns what the attempt returned and says nothing when all is there', async () => {
    expect(await untilDone('PostgreSQL', () => Promise.resolve(7), { logger })).toBe(7);
    expect(lines).toEqual([]);
  });

  it('waits longer after every failure, up to the limit, and says what for', async () => {
    let left = 4;
    const result = await untilDone(
      'PostgreSQL',
      () => (left-- > 0 ? Promise.reject(new Error('refused')) : Promise.resolve('there')),
      { logger, firstPauseMs: 1, longestPauseMs: 3 },
    );
    expect(result).toBe('there');
    expect(lines.map(({ message }) => message)).toEqual([
      ...Array.from({ length: 4 }, () => 'waiting for PostgreSQL'),
      'waited for PostgreSQL: done',
    ]);
    expect(
      lines.slice(0, 4).map(({ fields }) => 'retryInMs' in fields && fields.retryInMs),
    ).toEqual([1, 2, 3, 3]);
    expect(lines[0]?.fields).toMatchObject({ attempts: 1, err: new Error('refused') });
    expect(lines[4]?.fields).toMatchObject({ attempts: 5 });
  });

  it('takes an attempt that throws at once as failed', async () => {
    let thrown = false;
    await untilDone(
      'it',
      () => {
        if (thrown) return Promise.resolve();
        thrown = true;
        throw new TypeError('no');
      },
      { logger, firstPauseMs: 1 },
    );
    expect(lines[0]?.message).toBe('waiting for it');
  });

  it('says so while an attempt goes without an answer', async () => {
    await untilDone(
      'Temporal',
      () =>
        new Promise<void>((resolve) => {
          const poll = setInterval(() => {
            if (lines.length === 0) return;
            clearInterval(poll);
            resolve();
          }, 1);
        }),
      { logger, noticeAfterMs: 2 },
    );
    expect(lines[0]?.message).toBe('waiting for Temporal: no answer yet');
  });

  it('stops waiting at once when it is aborted', async () => {
    const stopping = new AbortController();
    const waiting = untilDone(
      'PostgreSQL',
      () => {
        setImmediate(() => {
          stopping.abort(new Error('stopping'));
        });
        return Promise.reject(new Error('refused'));
      },
      { logger, signal: stopping.signal, firstPauseMs: 3_600_000 },
    );
    await expect(waiting).rejects.toThrow('stopping');
  });

  it('lets the attempt under way finish when it is aborted, and takes its result', async () => {
    const stopping = new AbortController();
    const result = await untilDone(
      'PostgreSQL',
      () => {
        stopping.abort(new Error('stopping'));
        return Promise.resolve('done');
      },
      { logger, signal: stopping.signal },
    );
    expect(result).toBe('done');
  });

  it('tries nothing once it is aborted', async () => {
    const attempt = jest.fn(() => Promise.resolve());
    const signal = AbortSignal.abort(new Error('stopping'));
    await expect(untilDone('it', attempt, { logger, signal })).rejects.toThrow('stopping');
    expect(attempt).not.toHaveBeenCalled();
  });
});
