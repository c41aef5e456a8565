import type { ActorOptions } from './customer-calls';
import { HistoryAnswerError } from './history-client-error';
import type { CallOptions, HistoryConnection } from './history-connection';
import {
  type Listing,
  listingOf,
  type ListOptions,
  type Page,
  pageOf,
  type PageOptions,
} from './page';
import { pause } from './pause';
import { checkPollMs } from './poll-interval';
import {
  type ListedQuarantined,
  listedQuarantinedReader,
  type Quarantined,
  quarantinedReader,
  type QuarantineState,
  type Transport,
} from './quarantined';
import {
  type MessageReplay,
  messageReplayReader,
  type Replay,
  replayReader,
  type RequestedReplay,
  requestedReplayReader,
} from './replay';

/** Which quarantined messages are wanted: all conditions have to be met. */
export interface QuarantineFilter {
  /** One, or any of several. */
  readonly state?: QuarantineState | readonly QuarantineState[] | undefined;
  readonly reasonCode?: string | undefined;
  readonly transport?: Transport | undefined;
  /** First received at this time or later: a `Date`, or ISO 8601 with an offset. */
  readonly receivedFrom?: string | Date | undefined;
  /** First received before this time: a `Date`, or ISO 8601 with an offset. */
  readonly receivedTo?: string | Date | undefined;
}

/** Who gives a message up and why, for the record. */
export interface DropOptions extends ActorOptions {
  /** Up to 1,000 characters. */
  readonly note?: string | undefined;
}

/** How all messages of one reason are replayed. */
export interface ReplayAllOptions extends ActorOptions {
  /** How many at most, the longest in quarantine first; the server has its own maximum. */
  readonly limit?: number | undefined;
  /** How long to pause between two looks at how far it is, in ms; 1,000 by default. */
  readonly pollMs?: number | undefined;
  /** Told how far it is, from the beginning to the end, whenever that was looked at. */
  readonly onProgress?: ((replay: Replay) => void) | undefined;
}

/** The calls about quarantine. `list`, `listPage` and `getReplay` need either token, the others the write token. */
export interface QuarantineCalls {
  /** All quarantined messages that fit, without what they say, newest first, read page by page. */
  list(filter?: QuarantineFilter, options?: ListOptions): Listing<ListedQuarantined>;
  /** One page of the quarantined messages that fit. */
  listPage(filter?: QuarantineFilter, options?: PageOptions): Promise<Page<ListedQuarantined>>;
  /**
   * One message with its text and what was done with it.
   * @throws HistoryApiError 404 `HISTORY_QUARANTINE_NOT_FOUND`
   */
  get(id: string, options?: CallOptions): Promise<Quarantined>;
  /**
   * Sends a message through the whole pipeline again. The server waits up to 10 s for the outcome; afterwards it is
   * `null`, and `getReplay` tells more. It is never sent again by itself after a failure.
   * @throws HistoryApiError 409 `HISTORY_QUARANTINE_NOT_OPEN`
   */
  replay(id: string, options?: ActorOptions): Promise<MessageReplay>;
  /** What `replayAllOf` would replay; nothing happens. */
  previewReplayAllOf(
    reasonCode: string,
    options?: Pick<ReplayAllOptions, 'limit' | 'signal'>,
  ): Promise<RequestedReplay>;
  /**
   * Sends all open messages of one reason through the pipeline again, and waits until the last is settled.
   * A signal ends the waiting, not the replay.
   * @returns `null` when none is open
   */
  replayAllOf(reasonCode: string, options?: ReplayAllOptions): Promise<Replay | null>;
  /**
   * How far a replay has come.
   * @throws HistoryApiError 404 `HISTORY_REPLAY_NOT_FOUND`
   */
  getReplay(replayId: string, options?: CallOptions): Promise<Replay>;
  /**
   * Gives a message up; its row is kept with who did it and why. May be repeated.
   * @throws HistoryApiError 409 `HISTORY_QUARANTINE_REPLAYING`
   */
  drop(id: string, options?: DropOptions): Promise<void>;
}

const messagesPage = pageOf(listedQuarantinedReader);
const ROUTE = '/v1/quarantine';

/** Makes the calls about quarantine. */
export function createQuarantineCalls(connection: HistoryConnection): QuarantineCalls {
  const listPage = (
    filter: QuarantineFilter = {},
    { signal, limit, cursor }: PageOptions = {},
  ): Promise<Page<ListedQuarantined>> =>
    connection.send(
      { method: 'GET', route: ROUTE, query: { ...filter, limit, cursor } },
      messagesPage,
      { signal },
    );
  const requestReplays = (body: object, signal: AbortSignal | undefined) =>
    connection.send({ method: 'POST', route: `${ROUTE}/replays`, body }, requestedReplayReader, {
      signal,
    });
  const getReplay = (replayId: string, options?: CallOptions) =>
    connection.send(
      { method: 'GET', route: `${ROUTE}/replays/{replayId}`, params: { replayId } },
      replayReader,
      options,
    );
  return {
    list: (filter, options = {}) => listingOf(options, (page) => listPage(filter, page)),
    listPage,
    get: (id, options) =>
      connection.send(
        { method: 'GET', route: `${ROUTE}/{id}`, params: { id } },
        quarantinedReader,
        options,
      ),
    replay: (id, { signal, actor } = {}) =>
      connection.send(
        { method: 'POST', route: `${ROUTE}/{id}/replay`, params: { id }, body: { actor } },
        messageReplayReader,
        { signal },
      ),
    previewReplayAllOf: (reasonCode, { signal, limit } = {}) =>
      requestReplays({ reasonCode, limit, dryRun: true }, signal),
    replayAllOf: async (reasonCode, options = {}) => {
      const { signal, actor, limit } = options;
      const pollMs = checkPollMs(options.pollMs);
      const { replayId, matched } = await requestReplays({ reasonCode, limit, actor }, signal);
      if (replayId === null) {
        if (matched === 0) return null;
        throw new HistoryAnswerError('POST /v1/quarantine/replays.replayId: expected a text');
      }
      for (;;) {
        const replay = await getReplay(replayId, { signal });
        options.onProgress?.(replay);
        if (replay.finishedAt !== null) return replay;
        await pause(pollMs, signal);
      }
    },
    getReplay,
    drop: (id, { signal, actor, note } = {}) =>
      connection.sendOnly(
        { method: 'DELETE', route: `${ROUTE}/{id}`, params: { id }, query: { actor, note } },
        { signal },
      ),
  };
}
