import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { getQuarantined, summarizeQuarantine } from '@refill/order-history/quarantine-list';
import { getReplay, requestReplay } from '@refill/order-history/quarantine-replays';
import { awaitReplayItem } from '../await-replay-item';
import { dropMessage } from '../drop-message';
import { quarantineNotFound, replayNotFound } from '../quarantine-problems';
import { quarantineQuery, readQuarantinePage } from '../quarantine-query';
import { replayMessage } from '../replay-message';
import { actorText, idText, noteText, rowId } from '../request-text';
import { withTimesInUtc } from './filter-times';
import { filledIn } from './forms';
import type { PageContext } from './page-context';
import { requireSession, seeOther, setFlash, whoOf } from './page-session';
import { QuarantinePage } from './quarantine-page';
import { QuarantinedPage } from './quarantined-page';
import { readRequest } from './read-request';
import { ReplayPage, ReplayPreviewPage } from './replay-pages';
import { sendPage } from './send-page';

/** As the API's: so many are recorded in some seconds. */
const MAX_BATCH = 50_000;

const params = z.object({ id: rowId });
const ofReason = z.strictObject({ reasonCode: idText });
const replayForm = z.strictObject({ actor: actorText.optional() });
const replaysForm = z.strictObject({ reasonCode: idText, actor: actorText.optional() });
const dropForm = z.strictObject({ actor: actorText.optional(), note: noteText });

/** `/quarantine`, `/quarantine/{id}` with its two forms, and replays of all of one reason. */
export const quarantinePages: FastifyPluginAsync<PageContext> = async (app, context) => {
  const { db } = context;
  const closing = new AbortController();
  app.addHook('preClose', async () => {
    closing.abort();
    await Promise.resolve();
  });

  app.get('/quarantine', async (request, reply) => {
    const session = requireSession(request, 'read');
    const asked = filledIn(request.query);
    const times = ['receivedFrom', 'receivedTo'];
    const query = readRequest(quarantineQuery, withTimesInUtc(asked, times));
    const [page, summary] = await Promise.all([
      readQuarantinePage(db, query),
      summarizeQuarantine(db),
    ]);
    return await sendPage(
      request,
      reply,
      { title: 'Quarantine', current: '/quarantine' },
      <QuarantinePage
        query={query}
        asked={asked}
        page={page}
        summary={summary}
        isWriter={session.role === 'write'}
      />,
    );
  });

  app.get('/quarantine/replays/new', async (request, reply) => {
    const session = requireSession(request, 'write');
    const { reasonCode } = readRequest(ofReason, filledIn(request.query));
    const preview = await requestReplay(
      db,
      { reasonCode, limit: MAX_BATCH },
      whoOf(session, null),
      { dryRun: true },
    );
    return await sendPage(
      request,
      reply,
      { title: 'Replay', current: '/quarantine' },
      <ReplayPreviewPage reasonCode={reasonCode} preview={preview} session={session} />,
    );
  });

  app.post('/quarantine/replays', async (request, reply) => {
    const session = requireSession(request, 'write');
    const { reasonCode, actor } = readRequest(replaysForm, filledIn(request.body));
    const { replayId } = await requestReplay(
      db,
      { reasonCode, limit: MAX_BATCH },
      whoOf(session, actor ?? null),
      { dryRun: false },
    );
    if (replayId !== null) return await seeOther(reply, `/quarantine/replays/${replayId}`);
    setFlash(request, `No message is open for ${reasonCode} any more: nothing is replayed.`);
    return await seeOther(reply, '/quarantine');
  });

  app.get('/quarantine/replays/:id', async (request, reply) => {
    requireSession(request, 'read');
    const replay = await getReplay(db, readRequest(params, request.params).id);
    if (replay === null) throw replayNotFound();
    return await sendPage(
      request,
      reply,
      { title: `Replay ${replay.replayId}`, current: '/quarantine' },
      <ReplayPage replay={replay} />,
    );
  });

  app.get('/quarantine/:id', async (request, reply) => {
    const session = requireSession(request, 'write');
    const message = await getQuarantined(db, readRequest(params, request.params).id);
    if (message === null) throw quarantineNotFound();
    return await sendPage(
      request,
      reply,
      { title: 'Quarantined message', current: '/quarantine' },
      <QuarantinedPage message={message} session={session} />,
    );
  });

  app.post('/quarantine/:id/replay', async (request, reply) => {
    const session = requireSession(request, 'write');
    const { id } = readRequest(params, request.params);
    const { actor } = readRequest(replayForm, filledIn(request.body));
    const replayId = await replayMessage(db, id, whoOf(session, actor ?? null));
    const item = { replayId, quarantineId: id };
    const end = await awaitReplayItem(db, item, context.replayWaitMs, closing.signal);
    setFlash(
      request,
      end?.outcome == null
        ? 'The replay was asked for. Ingestion does it: open this page again in a moment.'
        : `The replay is settled: ${end.outcome}.`,
    );
    return await seeOther(reply, `/quarantine/${id}`);
  });

  app.post('/quarantine/:id/drop', async (request, reply) => {
    const session = requireSession(request, 'write');
    const { id } = readRequest(params, request.params);
    const { actor, note } = readRequest(dropForm, filledIn(request.body));
    await dropMessage(db, id, whoOf(session, actor ?? null), note);
    setFlash(request, 'The message was dropped.');
    return await seeOther(reply, `/quarantine/${id}`);
  });
  await Promise.resolve();
};
