import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';

/**
 * History, cheap way: a local activity costs no task of its own. A few tries bridge a blink of the database.
 */
export const HISTORY_LOCAL: LocalActivityOptions = {
  startToCloseTimeout: '5s',
  scheduleToCloseTimeout: '12s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumAttempts: 3 },
};

/**
 * History, patient way: tried for ever, since nothing may be lost; it stands in the Temporal UI as a pending
 * activity with its last failure while the database is down.
 */
export const HISTORY_UNTIL_DONE: ActivityOptions = {
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
};

/** A mail, cheap way: one try; if it is withdrawn meanwhile, we wait to learn whether it had gone out. */
export const EMAIL_LOCAL: LocalActivityOptions = {
  startToCloseTimeout: '5s',
  scheduleToCloseTimeout: '5s',
  retry: { maximumAttempts: 1 },
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
};

/**
 * A mail, patient way: tried for five days, as long as mail servers themselves do (RFC 5321, 4.5.4.1: at
 * least 4–5 days); a mail that is no longer true is cancelled, and we wait to learn whether it had gone out.
 */
export const EMAIL_FOR_DAYS: ActivityOptions = {
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '5 days',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '10m' },
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
};

/**
 * Telling the open orders of a device: page by page with a heartbeat, so that a killed worker is noticed within
 * 15 s and another goes on where it stopped; tried until it is done.
 */
export const DEREGISTER_ORDERS: ActivityOptions = {
  startToCloseTimeout: '10m',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
};
