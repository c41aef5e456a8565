const LONGEST = 24;

/** What every order id of Amazon's begins with. */
const AMAZON_PREFIX = /^amzn1\.dash\.v\d+\.o\./;

/**
 * The part of an order's id that tells it from others: what follows `amzn1.dash.v2.o.`.
 * @returns at most 24 characters, the end of the id where it is longer
 */
export function shortOrderId(orderId: string): string {
  const own = orderId.replace(AMAZON_PREFIX, '') || orderId;
  return own.length <= LONGEST ? own : `…${own.slice(1 - LONGEST)}`;
}
