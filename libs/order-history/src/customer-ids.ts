import type { ErasedCustomer } from './erased-customers';

/** The name under which facts, snapshots and carried states name a customer. */
const FIELD = 'customerId';

/** Every customer that a value names, however deep in it. */
export function customerIdsIn(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  JSON.stringify(value, (key, part: unknown) => {
    if (key === FIELD && typeof part === 'string') found.add(part);
    return part;
  });
  return found;
}

/** Writes a value as JSON, with the pseudonym of every erased customer in the place of the id, however deep in it. */
export function toJsonWithout(erased: readonly ErasedCustomer[], value: unknown): string {
  if (erased.length === 0) return JSON.stringify(value);
  return JSON.stringify(value, (key, part: unknown) =>
    key === FIELD && typeof part === 'string' ? pseudonymOf(erased, part) : part,
  );
}

/** The pseudonym of a customer who was erased, the id of any other. */
export function pseudonymOf(erased: readonly ErasedCustomer[], customerId: string): string {
  return erased.find((customer) => customer.customerId === customerId)?.pseudonym ?? customerId;
}
