import type { QuarantineState } from '@refill/order-history/quarantine-states';
import { ProblemError } from '@refill/service/problem-details';

/** 404 `HISTORY_QUARANTINE_NOT_FOUND`. */
export function quarantineNotFound(): ProblemError {
  return new ProblemError({
    status: 404,
    code: 'HISTORY_QUARANTINE_NOT_FOUND',
    title: 'There is no such message in quarantine',
  });
}

/** 409 `HISTORY_QUARANTINE_REPLAYING`. */
export function beingReplayed(): ProblemError {
  return new ProblemError({
    status: 409,
    code: 'HISTORY_QUARANTINE_REPLAYING',
    title: 'This message is being replayed',
    detail: 'Wait until its replay is settled.',
  });
}

/** 409 `HISTORY_QUARANTINE_NOT_OPEN`. */
export function notOpen(state: QuarantineState): ProblemError {
  return new ProblemError({
    status: 409,
    code: 'HISTORY_QUARANTINE_NOT_OPEN',
    title: 'Only an open message can be replayed',
    detail: `This one was ${state} when it was asked for.`,
  });
}

/** 404 `HISTORY_REPLAY_NOT_FOUND`. */
export function replayNotFound(): ProblemError {
  return new ProblemError({
    status: 404,
    code: 'HISTORY_REPLAY_NOT_FOUND',
    title: 'There is no such replay',
  });
}
