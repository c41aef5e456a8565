import { HistoryClientError } from './history-client-error';
import type { OrderStatus } from './order';

/** An order did not come to the status that was waited for. */
export class OrderWaitError extends HistoryClientError {
  override readonly name = 'OrderWaitError';
  readonly orderId: string;
  /** The statuses that were waited for. */
  readonly awaited: readonly OrderStatus[];
  /** The status as it was last seen; `null` when the history did not hold the order or never answered. */
  readonly lastStatus: OrderStatus | null;

  /** @param reason whether the time was over, or the order has ended otherwise */
  constructor(
    reason: 'TIMEOUT' | 'ENDED',
    wait: {
      readonly orderId: string;
      readonly awaited: readonly OrderStatus[];
      readonly lastStatus: OrderStatus | null;
    },
    options?: ErrorOptions,
  ) {
    const { orderId, awaited, lastStatus } = wait;
    const seen = lastStatus === null ? 'was never seen' : `was last seen ${lastStatus}`;
    const why = reason === 'TIMEOUT' ? 'the time is over' : 'it has ended';
    super(
      `HISTORY_CLIENT_WAIT_${reason}`,
      `order ${orderId} ${seen}, not ${awaited.join(' or ')}: ${why}`,
      options,
    );
    this.orderId = orderId;
    this.awaited = awaited;
    this.lastStatus = lastStatus;
  }
}
