import { REPLAY } from './test-support/canned-answers';
import {
  failureOf,
  problem,
  type ScriptedServer,
  startScriptedServer,
} from './test-support/scripted-server';

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.stop());

const begun = { status: 202, body: { replayId: '7', matched: 2, sampleIds: ['1', '2'] } };
const finished = { ...REPLAY, done: 2, finishedAt: '2026-01-05T10:00:09.000Z' };

describe('quarantine.replayAllOf', () => {
  it('tells its progress until the end, through a passing failure', async () => {
    server.answer(
      begun,
      { body: REPLAY },
      problem(503, 'HISTORY_DATABASE_UNAVAILABLE'),
      { body: { ...REPLAY, done: 1 } },
      { body: finished },
    );
    const done: number[] = [];
    const replay = await server.client().quarantine.replayAllOf('X', {
      actor: 'Ada',
      limit: 2,
      pollMs: 5,
      onProgress: (progress) => done.push(progress.done),
    });
    expect(replay).toEqual(finished);
    expect(done).toEqual([0, 1, 2]);
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/quarantine/replays',
      ...Array.from({ length: 4 }, () => 'GET /v1/quarantine/replays/7'),
    ]);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
      reasonCode: 'X',
      actor: 'Ada',
      limit: 2,
    });
  });

  it('gives null when no message is open', async () => {
    server.answer({ body: { replayId: null, matched: 0, sampleIds: [] } });
    expect(await server.client().quarantine.replayAllOf('X')).toBeNull();
    expect(server.seen).toHaveLength(1);
  });

  it('stops waiting with the signal', async () => {
    server.answer(begun, { body: REPLAY });
    const controller = new AbortController();
    const call = server.client().quarantine.replayAllOf('X', {
      pollMs: 60_000,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect(await failureOf(call)).toMatchObject({ name: 'AbortError' });
    expect(server.seen).toHaveLength(2);
  });

  it('asks for nothing with options that are wrong', async () => {
    server.answer(begun);
    expect(
      await failureOf(server.client().quarantine.replayAllOf('X', { pollMs: 0 })),
    ).toMatchObject({ code: 'HISTORY_CLIENT_ARGUMENT_INVALID' });
    expect(server.seen).toEqual([]);
  });
});

it('quarantine.previewReplayAllOf replays nothing', async () => {
  server.answer({ body: { replayId: null, matched: 2, sampleIds: ['1', '2'] } });
  const preview = await server.client().quarantine.previewReplayAllOf('X', { limit: 5 });
  expect(preview).toEqual({ replayId: null, matched: 2, sampleIds: ['1', '2'] });
  expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
    reasonCode: 'X',
    limit: 5,
    dryRun: true,
  });
});
