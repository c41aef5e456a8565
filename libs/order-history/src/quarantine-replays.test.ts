import { sql } from 'kysely';
import { dropQuarantined } from './drop-quarantined';
import { findUnsettledReplay } from './find-unsettled-replay';
import { getReplayItem } from './get-replay-item';
import { quarantineMessage, type QuarantinedMessage } from './quarantine';
import { getQuarantined } from './quarantine-list';
import {
  claimReplayItems,
  getReplay,
  releaseReplayItem,
  requestReplay,
  settleReplayItem,
} from './quarantine-replays';
import { createTestDatabase, type TestDatabase } from './test-database';
import { testQuarantined } from './test-quarantined';

const who = { actor: 'Ada', token: '01234567' };
const real = { dryRun: false };
const LEASE_MS = 60_000;
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

async function keep(messageId: string, changes: Partial<QuarantinedMessage> = {}): Promise<string> {
  await quarantineMessage(test.db, testQuarantined(messageId, changes));
  const { id } = await test.db
    .selectFrom('quarantine')
    .select('id')
    .where('message_id', '=', messageId)
    .executeTakeFirstOrThrow();
  return id;
}
async function keepMany(count: number, reasonCode: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    ids.push(await keep(`${reasonCode}-${String(n)}`, { reasonCode }));
  }
  return ids;
}
async function stateOf(id: string): Promise<string | undefined> {
  return (await getQuarantined(test.db, id))?.state;
}
async function replayOf(ids: readonly string[]): Promise<string> {
  const { replayId } = await requestReplay(test.db, { ids }, who, real);
  if (replayId === null) throw new Error('nothing was open');
  return replayId;
}

describe('requestReplay', () => {
  it('hands a message over as it came, with who asked', async () => {
    const message = testQuarantined('m', { body: 'a\0b', untrusted: true, transport: 'sqs' });
    const id = await keep('m', message);
    const asked = await requestReplay(test.db, { ids: [id] }, who, real);
    expect(asked).toEqual({ replayId: expect.any(String), matched: 1, sampleIds: [id] });
    expect(await findUnsettledReplay(test.db, id)).toBe(asked.replayId);
    expect(await claimReplayItems(test.db, 10, LEASE_MS)).toEqual([
      {
        replayId: asked.replayId,
        quarantineId: id,
        messageId: 'm',
        transport: 'sqs',
        body: 'a\0b',
        headers: message.headers,
        receivedAt: message.receivedAt,
        reasonCode: message.reasonCode,
        untrusted: true,
      },
    ]);
    expect(await getQuarantined(test.db, id)).toMatchObject({
      state: 'replaying',
      actions: [
        { action: 'replay-requested', at: time, ...who, replayId: asked.replayId, outcome: null },
      ],
    });
  });

  it('takes only what is open, and nothing twice', async () => {
    const [open, replaying, replayed, dropped] = await keepMany(4, 'A');
    const ids = [open, replaying, replayed, dropped].flatMap((id) => id ?? []);
    const busy = await replayOf([replaying ?? '', replayed ?? '']);
    await settleReplayItem(test.db, {
      replayId: busy,
      quarantineId: replayed ?? '',
      outcome: 'taken',
      code: null,
    });
    await dropQuarantined(test.db, dropped ?? '', who, null);
    const asked = await requestReplay(test.db, { ids: [...ids, ...ids, '999999'] }, who, real);
    expect(asked).toMatchObject({ matched: 1, sampleIds: [open] });
    expect(await requestReplay(test.db, { ids }, who, real)).toEqual({
      replayId: null,
      matched: 0,
      sampleIds: [],
    });
    expect(await requestReplay(test.db, { ids: [] }, who, real)).toMatchObject({ matched: 0 });
  });

  it('gives each message to one of those who ask at the same time', async () => {
    await keepMany(20, 'A');
    const asked = await Promise.all(
      Array.from({ length: 5 }, () => requestReplay(test.db, { reasonCode: 'A' }, who, real)),
    );
    expect(asked.map(({ matched }) => matched).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 20]);
    expect(await claimReplayItems(test.db, 100, LEASE_MS)).toHaveLength(20);
  });

  it('tells beforehand what it would take, and does nothing then', async () => {
    const ids = await keepMany(12, 'A');
    await keepMany(2, 'B');
    expect(await requestReplay(test.db, { reasonCode: 'A' }, who, { dryRun: true })).toEqual({
      replayId: null,
      matched: 12,
      sampleIds: ids.slice(0, 10),
    });
    expect(await stateOf(ids[0] ?? '')).toBe('open');
    expect(await claimReplayItems(test.db, 100, LEASE_MS)).toEqual([]);
    const limited = { reasonCode: 'A', limit: 3 };
    expect(await requestReplay(test.db, limited, who, { dryRun: true })).toMatchObject({
      matched: 3,
      sampleIds: ids.slice(0, 3),
    });
  });

  it('takes all of a reason, the longest in quarantine first, and tells how far it is', async () => {
    const ids = await keepMany(6, 'A');
    const other = await keep('other', { reasonCode: 'B' });
    const { replayId, matched } = await requestReplay(
      test.db,
      { reasonCode: 'A', limit: 5 },
      who,
      real,
    );
    expect(matched).toBe(5);
    const id = replayId ?? '';
    const none = { taken: 0, deferred: 0, quarantined: 0, untrusted: 0, failed: 0 };
    const begun = { replayId: id, requestedAt: time, who, reasonCode: 'A', total: 5 };
    expect(await getReplay(test.db, id)).toEqual({
      ...begun,
      done: 0,
      outcomes: none,
      finishedAt: null,
    });
    const outcomes = ['taken', 'deferred', 'quarantined', 'untrusted', 'failed'] as const;
    for (const [n, outcome] of outcomes.entries()) {
      expect(await getReplay(test.db, id)).toMatchObject({ done: n, finishedAt: null });
      const [item] = await claimReplayItems(test.db, 1, LEASE_MS);
      expect(item?.quarantineId).toBe(ids[n]);
      await settleReplayItem(test.db, {
        replayId: id,
        quarantineId: item?.quarantineId ?? '',
        outcome,
        code: null,
      });
    }
    expect(await getReplay(test.db, id)).toEqual({
      ...begun,
      done: 5,
      outcomes: { taken: 1, deferred: 1, quarantined: 1, untrusted: 1, failed: 1 },
      finishedAt: time,
    });
    const states = await Promise.all([...ids, other].map(stateOf));
    expect(states).toEqual(['replayed', 'replayed', 'open', 'open', 'open', 'open', 'open']);
  });

  it('knows no other replays', async () => {
    expect(await getReplay(test.db, '1')).toBeNull();
    expect(await findUnsettledReplay(test.db, '1')).toBeNull();
    expect(await getReplayItem(test.db, { replayId: '1', quarantineId: '1' })).toBeNull();
  });
});

describe('claimReplayItems', () => {
  it('never gives a message to two at once', async () => {
    await replayOf(await keepMany(60, 'A'));
    const claims = await Promise.all(
      Array.from({ length: 9 }, () => claimReplayItems(test.db, 7, LEASE_MS)),
    );
    expect(claims.every((claim) => claim.length <= 7)).toBe(true);
    const rest = await claimReplayItems(test.db, 100, LEASE_MS);
    const claimed = [...claims.flat(), ...rest].map(({ quarantineId }) => quarantineId);
    expect(claimed).toHaveLength(60);
    expect(new Set(claimed).size).toBe(60);
    expect(await claimReplayItems(test.db, 100, LEASE_MS)).toEqual([]);
  });

  it('skips what another one is just claiming instead of waiting for it', async () => {
    await replayOf(await keepMany(2, 'A'));
    await test.db.transaction().execute(async (trx) => {
      const [mine] = await claimReplayItems(trx, 1, LEASE_MS);
      const others = await claimReplayItems(test.db, 10, LEASE_MS);
      expect(others).toHaveLength(1);
      expect(others[0]?.quarantineId).not.toBe(mine?.quarantineId);
    });
  });

  it('gives a message to another one once the lease has run out', async () => {
    const [id] = await keepMany(1, 'A');
    await replayOf([id ?? '']);
    expect(await claimReplayItems(test.db, 1, LEASE_MS)).toHaveLength(1);
    expect(await claimReplayItems(test.db, 1, LEASE_MS)).toEqual([]);
    await sql`update quarantine_replay_items
      set leased_until = leased_until - ${LEASE_MS} * interval '1 ms'`.execute(test.db);
    expect(await claimReplayItems(test.db, 1, LEASE_MS)).toMatchObject([{ quarantineId: id }]);
  });

  it('gives a message again that was given back, and no settled one', async () => {
    const [first, second] = await keepMany(2, 'A');
    const replayId = await replayOf([first ?? '', second ?? '']);
    await claimReplayItems(test.db, 2, LEASE_MS);
    const settled = { replayId, quarantineId: second ?? '' };
    await settleReplayItem(test.db, { ...settled, outcome: 'failed', code: 'X' });
    await releaseReplayItem(test.db, settled);
    await releaseReplayItem(test.db, { replayId, quarantineId: first ?? '' });
    expect(await claimReplayItems(test.db, 2, LEASE_MS)).toMatchObject([{ quarantineId: first }]);
    expect(await stateOf(first ?? '')).toBe('replaying');
  });
});

describe('settleReplayItem', () => {
  it('records how it ended once, whoever tells it how often', async () => {
    const [id] = await keepMany(1, 'A');
    const replayId = await replayOf([id ?? '']);
    const item = { replayId, quarantineId: id ?? '' };
    expect(await getReplayItem(test.db, item)).toEqual({ outcome: null, code: null });
    const results = await Promise.all(
      Array.from({ length: 4 }, () =>
        settleReplayItem(test.db, { ...item, outcome: 'quarantined', code: 'DRS_NOT_JSON' }),
      ),
    );
    expect(results.toSorted()).toEqual(['known', 'known', 'known', 'settled']);
    expect(await settleReplayItem(test.db, { ...item, outcome: 'taken', code: null })).toBe(
      'known',
    );
    expect(await getReplayItem(test.db, item)).toEqual({
      outcome: 'quarantined',
      code: 'DRS_NOT_JSON',
    });
    expect(await getQuarantined(test.db, id ?? '')).toMatchObject({
      state: 'open',
      actions: [
        { action: 'replay-requested' },
        {
          action: 'replay-settled',
          actor: null,
          token: null,
          replayId,
          outcome: 'quarantined',
          code: 'DRS_NOT_JSON',
        },
      ],
    });
  });

  it('does nothing for a message that is in no such replay', async () => {
    const [id] = await keepMany(1, 'A');
    const item = { replayId: '1', quarantineId: id ?? '' };
    expect(await settleReplayItem(test.db, { ...item, outcome: 'taken', code: null })).toBe(
      'known',
    );
    expect(await stateOf(id ?? '')).toBe('open');
  });

  it('lets a message be replayed again that came to nothing', async () => {
    const [id] = await keepMany(1, 'A');
    for (let n = 0; n < 3; n += 1) {
      const item = { replayId: await replayOf([id ?? '']), quarantineId: id ?? '' };
      await settleReplayItem(test.db, { ...item, outcome: 'failed', code: 'X' });
    }
    expect((await getQuarantined(test.db, id ?? ''))?.actions).toHaveLength(6);
  });
});

describe('dropQuarantined', () => {
  it('gives a message up, once, and records who and why', async () => {
    const [id] = await keepMany(1, 'A');
    expect(await dropQuarantined(test.db, id ?? '', who, 'a test of ours')).toBe('dropped');
    expect(await dropQuarantined(test.db, id ?? '', who, 'again')).toBe('already-dropped');
    expect(await getQuarantined(test.db, id ?? '')).toMatchObject({
      state: 'dropped',
      body: '{"MessageId":"A-0"}',
      actions: [{ action: 'dropped', ...who, note: 'a test of ours', replayId: null }],
    });
  });

  it('leaves a message alone that is being replayed, and takes it afterwards', async () => {
    const [id] = await keepMany(1, 'A');
    const item = { replayId: await replayOf([id ?? '']), quarantineId: id ?? '' };
    expect(await dropQuarantined(test.db, id ?? '', who, null)).toBe('replaying');
    await settleReplayItem(test.db, { ...item, outcome: 'taken', code: null });
    expect(await dropQuarantined(test.db, id ?? '', who, null)).toBe('dropped');
  });

  it('knows no other messages', async () => {
    expect(await dropQuarantined(test.db, '1', who, null)).toBe('not-found');
  });
});
