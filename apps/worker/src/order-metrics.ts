import { Counter, Histogram, type Registry } from 'prom-client';
import type { StatusChange } from '@refill/order-history/status-change';
import { isTerminal, TERMINAL_STATUSES } from '@refill/order-lifecycle/order-status';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** From a minute to two months, in seconds; with the edges of the windows of an order among them. */
const BUCKETS = [
  60,
  600,
  HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  3 * DAY,
  5 * DAY,
  7 * DAY,
].concat([14 * DAY, 30 * DAY, 60 * DAY]);

/**
 * Adds to the metrics how orders end, and how long they were in a status before they left it.
 *
 * Each change counts at most once, however often its activity is repeated: one that is told when the worker dies is
 * lost. An order that had ended and is corrected by what came late is not counted again.
 * @returns what is to be told of each change
 */
export function createOrderMetrics(registry: Registry): (change: StatusChange) => void {
  const registers = [registry];
  const ended = new Counter({
    name: 'refill_orders_ended_total',
    help: 'Orders that ended, by the status they ended in',
    labelNames: ['status'],
    registers,
  });
  const timeInStatus = new Histogram({
    name: 'refill_order_time_in_status_seconds',
    help: 'How long orders were in a status when they left it, by the times of their events',
    labelNames: ['status'],
    buckets: BUCKETS,
    registers,
  });
  // A rate needs the 0 before the first one.
  for (const status of TERMINAL_STATUSES) ended.inc({ status }, 0);
  return ({ from, to, secondsInFrom }) => {
    if (isTerminal(to) && (from === null || !isTerminal(from))) ended.inc({ status: to });
    if (from !== null && secondsInFrom !== null) {
      timeInStatus.observe({ status: from }, secondsInFrom);
    }
  };
}
