/** How long an order may stay where it is; every value in ms. Given to an order when it starts. */
export interface OrderWindows {
  /** `ORDER_CANCEL_WINDOW`: how long after placement the customer may cancel. Amazon: 24 h. */
  readonly cancelWindowMs: number;
  /** `ORDER_RESOLUTION_WINDOW`: how long the Order Resolution Flow lasts. Amazon: 72 h. */
  readonly resolutionWindowMs: number;
  /** `ORDER_SETTLE`: how long Amazon's final word waits for a missing OrderPlaced. Amazon's skew: 30–60 s. */
  readonly settleMs: number;
  /** `ORDER_OVERDUE_GRACE`: how long past the estimated delivery an unshipped order becomes overdue. */
  readonly overdueGraceMs: number;
  /** `ORDER_EXPIRY`: how long past the estimated delivery Refill stops waiting. */
  readonly expiryMs: number;
}

const HOUR_MS = 3_600_000;

/** The defaults of every window, from Amazon's page and the design. */
export const DEFAULT_ORDER_WINDOWS: OrderWindows = {
  cancelWindowMs: 24 * HOUR_MS,
  resolutionWindowMs: 72 * HOUR_MS,
  settleMs: 60_000,
  overdueGraceMs: 0,
  expiryMs: 30 * 24 * HOUR_MS,
};
