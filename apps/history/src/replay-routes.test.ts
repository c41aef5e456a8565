import { z } from 'zod';
import { quarantineMessage } from '@refill/order-history/quarantine';
import { claimReplayItems, settleReplayItem } from '@refill/order-history/quarantine-replays';
import type { ReplayOutcome } from '@refill/order-history/quarantine-states';
import { testQuarantined } from '@refill/order-history/test-quarantined';
import { startTestHistory, TEST_TOKENS, type TestAnswer, type TestHistory } from './test-history';

const token = TEST_TOKENS.write;
/** printf 'write-token' | sha256sum */
const fingerprint = 'ab893cb3';
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const none = { taken: 0, deferred: 0, quarantined: 0, untrusted: 0, failed: 0 };

async function keep(history: TestHistory, messageId: string, reasonCode = 'X'): Promise<string> {
  const { db } = history.database;
  await quarantineMessage(db, testQuarantined(messageId, { reasonCode }));
  const { id } = await db
    .selectFrom('quarantine')
    .select('id')
    .where('message_id', '=', messageId)
    .executeTakeFirstOrThrow();
  return id;
}
/** Does what ingestion does, once something is asked for. */
async function settleNext(history: TestHistory, outcome: ReplayOutcome, code: string | null) {
  const { db } = history.database;
  for (;;) {
    const [item] = await claimReplayItems(db, 1, 60_000);
    if (item === undefined) continue;
    const { replayId, quarantineId } = item;
    await settleReplayItem(db, { replayId, quarantineId, outcome, code });
    return;
  }
}
function post(history: TestHistory, path: string, body: unknown): Promise<TestAnswer> {
  return history.request(path, { method: 'POST', token, body });
}

describe('POST /v1/quarantine/{id}/replay', () => {
  let history: TestHistory;
  beforeAll(async () => {
    history = await startTestHistory();
  });
  afterAll(() => history.stop());

  it('waits for the outcome and records who asked', async () => {
    const id = await keep(history, 'taken');
    const [answer] = await Promise.all([
      post(history, `/v1/quarantine/${id}/replay`, { actor: 'Ada' }),
      settleNext(history, 'taken', null),
    ]);
    expect(answer.status).toBe(200);
    const { replayId } = z.object({ replayId: z.string() }).parse(answer.body);
    const replay = {
      replayId,
      requestedAt: time,
      actor: 'Ada',
      token: fingerprint,
      reasonCode: null,
      total: 1,
      done: 1,
      outcomes: { ...none, taken: 1 },
      finishedAt: time,
    };
    expect(answer.body).toEqual({ ...replay, quarantineId: id, outcome: 'taken', code: null });
    const location = answer.headers.get('location') ?? '';
    expect(location).toBe(`/v1/quarantine/replays/${replayId}`);
    expect(await history.request(location)).toMatchObject({ status: 200, body: replay });
    expect((await history.request(`/v1/quarantine/${id}`, { token })).body).toMatchObject({
      state: 'replayed',
      actions: [
        { action: 'replay-requested', actor: 'Ada', token: fingerprint, replayId },
        { action: 'replay-settled', actor: null, token: null, replayId, outcome: 'taken' },
      ],
    });
    expect(await post(history, `/v1/quarantine/${id}/replay`, {})).toMatchObject({
      status: 409,
      body: { code: 'HISTORY_QUARANTINE_NOT_OPEN', detail: expect.stringContaining('replayed') },
    });
  });

  it('tells why a message is still unusable, and takes it again', async () => {
    const id = await keep(history, 'unusable');
    for (let n = 0; n < 2; n += 1) {
      const [answer] = await Promise.all([
        history.request(`/v1/quarantine/${id}/replay`, { method: 'POST', token }),
        settleNext(history, 'quarantined', 'DRS_NOT_JSON'),
      ]);
      expect(answer).toMatchObject({
        status: 200,
        body: { actor: null, outcome: 'quarantined', code: 'DRS_NOT_JSON' },
      });
    }
  });

  it.each([{ actor: '' }, { actor: 'a\nb' }, { who: 'Ada' }, []])(
    'answers 400 to %j and does nothing',
    async (body) => {
      const id = await keep(history, 'untouched');
      expect(await post(history, `/v1/quarantine/${id}/replay`, body)).toMatchObject({
        status: 400,
        body: { code: 'REQUEST_INVALID' },
      });
      expect(await claimReplayItems(history.database.db, 1, 60_000)).toEqual([]);
    },
  );

  it.each([{}, { reasonCode: 'X', limit: 0 }, { reasonCode: 'X', limit: 50_001 }, { ids: ['1'] }])(
    'answers 400 to a replay of %j',
    async (body) => {
      expect(await post(history, '/v1/quarantine/replays', body)).toMatchObject({
        status: 400,
        body: { code: 'REQUEST_INVALID' },
      });
    },
  );

  it('knows no other replays', async () => {
    expect(await history.request('/v1/quarantine/replays/77')).toMatchObject({
      status: 404,
      body: { code: 'HISTORY_REPLAY_NOT_FOUND' },
    });
    expect(await history.request('/v1/quarantine/replays/x')).toMatchObject({ status: 400 });
  });

  it('answers what it knows when the service stops, instead of holding the stop up', async () => {
    const patient = await startTestHistory({}, { replayWaitMs: 600_000 });
    const id = await keep(patient, 'm-1');
    const answer = post(patient, `/v1/quarantine/${id}/replay`, {});
    for (;;) {
      if ((await claimReplayItems(patient.database.db, 1, 60_000)).length > 0) break;
    }
    await patient.stop();
    expect(await answer).toMatchObject({ status: 202, body: { outcome: null } });
  });
});

describe('without an ingestion', () => {
  let history: TestHistory;
  beforeEach(async () => {
    history = await startTestHistory({}, { replayWaitMs: 0 });
  });
  afterEach(() => history.stop());

  it('answers 202 to the replay of a message, and tells the next one who asks of the same', async () => {
    const id = await keep(history, 'm-1');
    const path = `/v1/quarantine/${id}/replay`;
    const pending = { total: 1, done: 0, finishedAt: null, outcome: null, code: null };
    const first = await post(history, path, { actor: 'Ada' });
    expect(first).toMatchObject({ status: 202, body: { ...pending, actor: 'Ada' } });
    expect(await post(history, path, { actor: 'Ben' })).toMatchObject({
      status: 202,
      body: first.body,
    });
    expect((await history.request(`/v1/quarantine/${id}`, { token })).body).toMatchObject({
      state: 'replaying',
      actions: [{ action: 'replay-requested', actor: 'Ada' }],
    });
  });

  it('replays all of a reason, with a dry run before and progress after', async () => {
    const ids = [await keep(history, 'a'), await keep(history, 'b'), await keep(history, 'c')];
    await keep(history, 'other', 'Y');
    const path = '/v1/quarantine/replays';
    expect(await post(history, path, { reasonCode: 'X', dryRun: true })).toMatchObject({
      status: 200,
      body: { replayId: null, matched: 3, sampleIds: ids },
    });
    const asked = await post(history, path, { reasonCode: 'X', limit: 2, actor: 'Ada' });
    const { replayId } = z.object({ replayId: z.string() }).parse(asked.body);
    expect(asked).toMatchObject({ status: 202, body: { matched: 2, sampleIds: ids.slice(0, 2) } });
    expect(asked.headers.get('location')).toBe(`${path}/${replayId}`);
    const begun = { replayId, actor: 'Ada', token: fingerprint, reasonCode: 'X', total: 2 };
    expect(await history.request(`${path}/${replayId}`)).toMatchObject({
      status: 200,
      body: { ...begun, done: 0, outcomes: none, finishedAt: null },
    });
    await settleNext(history, 'taken', null);
    await settleNext(history, 'failed', 'X');
    expect(await history.request(`${path}/${replayId}`)).toMatchObject({
      body: { ...begun, done: 2, outcomes: { ...none, taken: 1, failed: 1 }, finishedAt: time },
    });
  });

  it('answers 200 when no message of a reason is open', async () => {
    expect(await post(history, '/v1/quarantine/replays', { reasonCode: 'X' })).toEqual(
      expect.objectContaining({ status: 200, body: { replayId: null, matched: 0, sampleIds: [] } }),
    );
  });
});
