import { BackendFailure } from './backend-failure';
import { createDeferredBacklog } from './deferred-backlog';
import type { IngestionContext } from './ingestion-context';
import { mustWaitBehindDeferred } from './wait-behind-deferred';

type WaitContext = Parameters<typeof mustWaitBehindDeferred>[0];

function contextWith(
  answer: () => Promise<never>,
  { known = true, refuses = false } = {},
): WaitContext {
  const temporal: IngestionContext['temporal'] = {
    run: answer,
    isOpen: () => refuses,
    refuses: () => refuses,
    answers: () => 0,
  };
  const backlog = createDeferredBacklog();
  return {
    temporal,
    backlog: { ...backlog, mayExist: () => known },
    history: { run: answer, alone: answer },
  };
}

const notToBeAsked = async (): Promise<never> =>
  await Promise.reject(new RangeError('PostgreSQL was asked'));

describe('mustWaitBehindDeferred', () => {
  it('asks nothing without a backlog, while Temporal is not asked anyway, or for the backlog itself', async () => {
    const none = contextWith(notToBeAsked, { known: false });
    expect(await mustWaitBehindDeferred(none, 'order:1', 'arrival')).toBe(false);
    const refusing = contextWith(notToBeAsked, { refuses: true });
    expect(await mustWaitBehindDeferred(refusing, 'order:1', 'arrival')).toBe(false);
    const known = contextWith(notToBeAsked);
    expect(await mustWaitBehindDeferred(known, 'order:1', 'backlog')).toBe(false);
    await expect(mustWaitBehindDeferred(known, 'order:1', 'arrival')).rejects.toThrow('was asked');
  });

  it('lets a message go on when PostgreSQL does not say', async () => {
    const down = contextWith(
      async () => await Promise.reject(new BackendFailure('HISTORY_UNAVAILABLE')),
    );
    expect(await mustWaitBehindDeferred(down, 'order:1', 'arrival')).toBe(false);
  });
});

describe('what is known of the backlog', () => {
  it('is what a look found, and what was deferred since it began', async () => {
    const backlog = createDeferredBacklog();
    expect(backlog.mayExist()).toBe(true);
    expect(await backlog.look(async () => await Promise.resolve(false))).toBe(false);
    expect(backlog.mayExist()).toBe(false);
    const look = backlog.look(async () => {
      backlog.noteDeferred();
      return await Promise.resolve(false);
    });
    expect(await look).toBe(true);
    expect(backlog.mayExist()).toBe(true);
    await expect(backlog.look(notToBeAsked)).rejects.toThrow('was asked');
    expect(backlog.mayExist()).toBe(true);
  });
});
