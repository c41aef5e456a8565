const LONGEST = 24;

/**
 * The part of an order's id that tells it from others: what follows `amzn1.dash.v2.o.`.
 * @returns at most 24 characters, the end of the id where it is longer
 */
export function shortOrderId(orderId: string): string {
  const own = orderId.slice(orderId.lastIndexOf('.') + 1) || orderId;
  return own.length <= LONGEST ? own : `…${own.slice(1 - LONGEST)}`;
}
