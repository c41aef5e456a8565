import type { Erasure } from '@refill/order-history/erasure';
import { requestErasure } from '@refill/order-history/erasures';
import type { Who } from '@refill/order-history/quarantine-states';
import type { ApiContext } from './api-context';
import { awaitErasure } from './await-erasure';

/**
 * Asks for a customer to be erased, and waits some seconds for it; asking again does no harm.
 * @param stop ends the waiting
 * @returns how far it has come
 */
export async function eraseCustomer(
  { db, erasures, erasureWaitMs }: Pick<ApiContext, 'db' | 'erasures' | 'erasureWaitMs'>,
  customerId: string,
  who: Who,
  stop: AbortSignal,
): Promise<Erasure> {
  const requested = await requestErasure(db, customerId, who);
  erasures.wake();
  return (await awaitErasure(db, customerId, erasureWaitMs, stop)) ?? requested;
}
