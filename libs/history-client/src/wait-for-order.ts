import { HistoryApiError } from './history-api-error';
import { HistoryArgumentError } from './history-client-error';
import type { CallOptions } from './history-connection';
import type { Order, OrderStatus } from './order';
import { OrderWaitError } from './order-wait-error';
import { pause } from './pause';
import { checkPollMs } from './poll-interval';
import { isPassing } from './retry-pause';
import { LONGEST_TIME_LIMIT_MS, withinTimeLimit } from './time-limit';

/** How an order is waited for. */
export interface WaitOptions extends CallOptions {
  /** How long to wait at most, in ms; 60,000 by default. */
  readonly timeoutMs?: number | undefined;
  /** How long to pause between two looks, in ms; 1,000 by default. */
  readonly pollMs?: number | undefined;
}

/** What is waited for. */
export interface OrderWait {
  readonly orderId: string;
  readonly status: OrderStatus | readonly OrderStatus[];
  /** Looks at the order. */
  readonly get: (signal: AbortSignal) => Promise<Order>;
}

/** From here only a later word of Amazon's leads on. */
const ENDS: ReadonlySet<string> = new Set(['shipped', 'cancelled', 'expired', 'ended']);

/**
 * Looks at an order until it has a status. Passing failures are waited through.
 * @throws OrderWaitError when it does not come to that
 * @throws HistoryClientError when looking fails for good; the signal's reason once it is aborted
 */
export async function waitForOrder(wait: OrderWait, options: WaitOptions): Promise<Order> {
  const { orderId } = wait;
  const awaited = typeof wait.status === 'string' ? [wait.status] : wait.status;
  if (awaited.length === 0) throw new HistoryArgumentError('status: expected at least one');
  const { timeoutMs = 60_000, signal } = options;
  const pollMs = checkPollMs(options.pollMs);
  if (!(timeoutMs > 0 && timeoutMs <= LONGEST_TIME_LIMIT_MS)) {
    throw new HistoryArgumentError('timeoutMs: expected a number of milliseconds above 0');
  }
  const seen: { lastStatus: OrderStatus | null; failure: unknown } = {
    lastStatus: null,
    failure: undefined,
  };
  const error = (reason: 'TIMEOUT' | 'ENDED') => {
    const { lastStatus, failure } = seen;
    const cause = failure === undefined ? {} : { cause: failure };
    return new OrderWaitError(reason, { orderId, awaited, lastStatus }, cause);
  };
  return withinTimeLimit(
    { ms: timeoutMs, error: () => error('TIMEOUT') },
    signal,
    async (either) => {
      for (;;) {
        const order = await look(wait, either).catch((failure: unknown) => {
          if (either.aborted || !isPassing(failure)) throw failure;
          seen.failure = failure;
          return undefined;
        });
        if (order !== undefined) seen.failure = undefined;
        if (order != null) {
          seen.lastStatus = order.status;
          if (awaited.includes(order.status)) return order;
          if (ENDS.has(order.status)) throw error('ENDED');
        }
        await pause(pollMs, either);
      }
    },
  );
}

/** The order; `null` while the history does not hold it. */
async function look({ get }: OrderWait, signal: AbortSignal): Promise<Order | null> {
  try {
    return await get(signal);
  } catch (error) {
    if (error instanceof HistoryApiError && error.code === 'HISTORY_ORDER_NOT_FOUND') return null;
    throw error;
  }
}
