/** A way to run orders: how one is placed and shipped. */
export interface OrderSide {
  /** Does before the clock runs what is no part of an order, such as storing its customer. */
  prepare(orders: readonly string[]): Promise<void>;
  /** @returns the address that the order's mails go to */
  place(order: string): Promise<string>;
  /** @returns the same address */
  ship(order: string): Promise<string>;
  /**
   * Waits until an order has closed, as a side does that keeps what it says.
   * @throws Error when it does not, or is not what it should be
   */
  closed(order: string): Promise<void>;
}

/** A side whose processes run. */
export interface RunningSide {
  readonly label: string;
  readonly orders: OrderSide;
  /** The processes that the side uses, by their part in it; some may serve another side too. */
  readonly pids: Readonly<Record<string, number>>;
  /** Where orders are read, if this side has a history of its own. */
  readonly historyUrl?: string;
  /** How many notifications ingestion has kept for later so far, if it tells. */
  readonly deferred?: () => number;
  readonly stop: () => Promise<void>;
}

/** The address of one order alone, so that its mails can be told from all others. */
export function addressOf(name: string): string {
  return `${name}@bench.example`;
}
