import { sql } from 'kysely';
import { closeDatabase, openDatabase } from './database';
import {
  countDeferred,
  type DeferredWork,
  deferNotification,
  deferNotifications,
  hasDeferred,
  nextDeferred,
  noteDeferredFailure,
  removeDeferred,
  summarizeDeferred,
  tryDeliverAlone,
} from './deferred';
import { createTestDatabase, type TestDatabase } from './test-database';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

function work(messageId: string, second: number, orderKey = 'order:o-1'): DeferredWork {
  const receivedAt = `2026-01-05T10:00:0${String(second)}.000Z`;
  return { messageId, kind: 'notification', payload: null, receivedAt, orderKey };
}

it('comes out unchanged, what was kept first first, until it is removed', async () => {
  const newer = { ...work('newer', 1), kind: 'replenishment' } as const;
  const older = { ...work('older', 0), payload: { text: '\0 \ud800 ä', list: [1, null] } };
  expect(await deferNotification(test.db, older)).toBe('deferred');
  expect(await deferNotification(test.db, newer)).toBe('deferred');
  expect(await deferNotification(test.db, { ...older, payload: 'another' })).toBe('known');
  expect(await countDeferred(test.db)).toBe(2);
  const id = expect.stringMatching(/^\d+$/);
  expect(await nextDeferred(test.db, 10)).toEqual([
    { id, failures: 0, ...older },
    { id, failures: 0, ...newer },
  ]);
  const [first] = await nextDeferred(test.db, 1);
  expect(first?.messageId).toBe('older');
  await removeDeferred(test.db, first?.id ?? '');
  await removeDeferred(test.db, first?.id ?? '');
  expect(await countDeferred(test.db)).toBe(1);
});

it('is kept together, each once, in the order in which it is told', async () => {
  await deferNotification(test.db, work('known', 0));
  const together = ['c', 'b', 'known', 'a', 'b'].map((id) => work(id, 1));
  expect(await deferNotifications(test.db, together)).toBe(3);
  const kept = await nextDeferred(test.db, 10);
  expect(kept.map(({ messageId }) => messageId)).toEqual(['known', 'c', 'b', 'a']);
});

it('comes out in parts, in the order in which it was kept, whatever the clocks of instances said', async () => {
  const kept = ['e', 'd', 'c', 'b', 'a'];
  for (const messageId of kept) await deferNotification(test.db, work(messageId, 1));
  await deferNotification(test.db, work('clock set back', 0));
  const seen: string[] = [];
  let part = await nextDeferred(test.db, 2);
  while (part.length > 0) {
    seen.push(...part.map(({ messageId }) => messageId));
    part = await nextDeferred(test.db, 2, part.at(-1));
  }
  expect(seen).toEqual([...kept, 'clock set back']);
});

it('knows whether something of an order waits', async () => {
  const device = 'device:Pet/Feeder/SN 1';
  await deferNotification(test.db, work('a', 0, 'order:o-1'));
  await deferNotification(test.db, work('b', 0, device));
  expect(await hasDeferred(test.db, 'order:o-1')).toBe(true);
  expect(await hasDeferred(test.db, device)).toBe(true);
  expect(await hasDeferred(test.db, 'order:o-2')).toBe(false);
  const [first] = await nextDeferred(test.db, 1);
  await removeDeferred(test.db, first?.id ?? '');
  expect(await hasDeferred(test.db, 'order:o-1')).toBe(false);
});

it('takes rows of versions that kept no order', async () => {
  await sql`insert into deferred (message_id, kind, payload, received_at)
    values ('old', 'notification', '1', now())`.execute(test.db);
  expect(await nextDeferred(test.db, 1)).toMatchObject([{ messageId: 'old', orderKey: null }]);
});

it('counts failures', async () => {
  await deferNotification(test.db, work('a', 0));
  const [first] = await nextDeferred(test.db, 1);
  const id = first?.id ?? '';
  expect(await noteDeferredFailure(test.db, id, 'X')).toBe(1);
  expect(await noteDeferredFailure(test.db, id, 'Y')).toBe(2);
  expect(await nextDeferred(test.db, 1)).toMatchObject([{ failures: 2 }]);
  await removeDeferred(test.db, id);
  expect(await noteDeferredFailure(test.db, id, 'Y')).toBe(0);
});

it('tells how much waits, and since when', async () => {
  expect(await summarizeDeferred(test.db)).toEqual({ count: 0, oldestReceivedAt: null });
  await deferNotification(test.db, work('b', 2));
  await deferNotification(test.db, work('a', 1));
  expect(await summarizeDeferred(test.db)).toEqual({
    count: 2,
    oldestReceivedAt: '2026-01-05T10:00:01.000Z',
  });
});

describe('tryDeliverAlone', () => {
  /** Begins work that lasts until it is told to end. */
  async function begin(db = test.db) {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    let begun = (): void => undefined;
    const beginning = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const result = tryDeliverAlone(db, async () => {
      begun();
      await ended;
      return 'done';
    });
    await beginning;
    return { end, result };
  }
  const tryNow = (db = test.db) => tryDeliverAlone(db, () => Promise.resolve('mine'));

  it('lets one of several processes work, and the next one after it', async () => {
    const other = openDatabase(test.url);
    try {
      const { end, result } = await begin();
      expect(await tryNow(other)).toEqual({ ran: false });
      expect(await tryNow()).toEqual({ ran: false });
      end();
      expect(await result).toEqual({ ran: true, value: 'done' });
      expect(await tryNow(other)).toEqual({ ran: true, value: 'mine' });
    } finally {
      await closeDatabase(other);
    }
  });

  it('is free again when the work fails', async () => {
    const failed = tryDeliverAlone(test.db, () => Promise.reject(new Error('no')));
    await expect(failed).rejects.toThrow('no');
    expect(await tryNow()).toEqual({ ran: true, value: 'mine' });
  });

  it('is free again when the connection dies, and lets the work end in peace', async () => {
    let lost = (): void => undefined;
    const wasLost = new Promise<void>((resolve) => {
      lost = resolve;
    });
    const dying = openDatabase(test.url, {
      onConnectionLost: () => {
        lost();
      },
    });
    try {
      const { end, result } = await begin(dying);
      expect(await tryNow()).toEqual({ ran: false });
      await sql`select pg_terminate_backend(pid) from pg_locks
        where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`.execute(
        test.db,
      );
      await wasLost;
      // The server frees the locks of a session after it has told the client that it ends.
      await expect(untilRan(() => tryNow())).resolves.toEqual({ ran: true, value: 'mine' });
      end();
      expect(await result).toEqual({ ran: true, value: 'done' });
      expect(await tryNow(dying)).toEqual({ ran: true, value: 'mine' });
    } finally {
      await closeDatabase(dying);
    }
  });
});

async function untilRan<T extends { readonly ran: boolean }>(
  attempt: () => Promise<T>,
): Promise<T> {
  for (;;) {
    const result = await attempt();
    if (result.ran) return result;
  }
}
