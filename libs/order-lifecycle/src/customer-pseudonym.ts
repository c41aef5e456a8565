/** What the pseudonym of an erased customer begins with; Amazon's ids begin with `amzn1.`. */
export const CUSTOMER_PSEUDONYM_PREFIX = 'erased-';

/** Whether an id stands in the place of a customer who was erased. */
export function isCustomerPseudonym(customerId: string): boolean {
  return customerId.startsWith(CUSTOMER_PSEUDONYM_PREFIX);
}
