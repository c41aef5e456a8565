import type { Logger } from 'pino';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { listWaitingActions } from '@refill/order-history/list-waiting-actions';
import type { OperatorAction } from '@refill/order-history/operator-action';
import type { TemporalConnection } from '@refill/temporal/connection';
import { actionFailureOf } from './action-failure';
import { carryOutAction, failAction } from './carry-out-action';

/** What waiting actions are carried out with. */
export interface WaitingActionsBackends {
  readonly db: OrderHistoryDatabase;
  readonly temporal: TemporalConnection;
  readonly logger: Logger;
}

/** The shortest and the longest time after which Temporal is told of the same action once more, in ms. */
const SHORTEST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * Makes a round through the actions that have been waiting for long: whoever wrote them down may have died before
 * telling Temporal. Nobody knows whether Temporal was told, so it is told again, ever more rarely, since each signal is
 * an event in its workflow's history. Two instances at it do no harm.
 * @param waitingForMs only actions that wait for at least so long, in ms: those who asked tell Temporal themselves
 * @throws (the round) ActionFailure when Temporal or PostgreSQL is not there: what is left stays as it is
 */
export function createWaitingActionsRound(
  { db, temporal, logger }: WaitingActionsBackends,
  waitingForMs: number,
): (stop: AbortSignal) => Promise<void> {
  /** When to tell again of an action, by `performance.now()`. */
  let tellAgainAt: ReadonlyMap<string, number> = new Map();

  /** @returns whether Temporal was told; otherwise the action has failed */
  const tell = async (action: OperatorAction, stop: AbortSignal): Promise<boolean> => {
    const { actionId, kind } = action;
    try {
      await carryOutAction({ db, temporal }, action, stop);
      logger.info({ actionId, kind }, 'told Temporal again what an operator asked for');
      return true;
    } catch (error) {
      stop.throwIfAborted();
      const failure = actionFailureOf(error);
      if (failure.code !== 'ACTIONS_FAILED') throw failure;
      logger.warn({ actionId, kind, err: failure }, 'what an operator asked for failed');
      await failAction({ db }, action, error);
      return false;
    }
  };
  return async (stop) => {
    try {
      const waiting = await listWaitingActions(db, waitingForMs);
      const known = waiting.flatMap(({ actionId }) => {
        const at = tellAgainAt.get(actionId);
        return at === undefined ? [] : [[actionId, at] as const];
      });
      const times = new Map(known);
      tellAgainAt = times;
      for (const action of waiting) {
        stop.throwIfAborted();
        if ((times.get(action.actionId) ?? 0) > performance.now()) continue;
        if (await tell(action, stop))
          times.set(action.actionId, performance.now() + pauseMs(action));
      }
    } catch (error) {
      stop.throwIfAborted();
      throw actionFailureOf(error);
    }
  };
}

/** As long as it has been waiting so far. */
function pauseMs({ requestedAt }: OperatorAction): number {
  const ageMs = Date.now() - Date.parse(requestedAt);
  return Math.min(Math.max(ageMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
}
