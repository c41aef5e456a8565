import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { customerIdsIn } from './customer-ids';
import type { OrderHistoryDatabase } from './database';
import { erasedFor, lookUpErased } from './erased-customers';
import { lockOrder } from './lock-order';
import { addLateFacts } from './refold-order';

/**
 * Records a fact that came after its order's workflow had ended, and folds the order again with it.
 * @returns `known` when the order's history holds the notification already
 */
export async function recordLateNotification(
  db: OrderHistoryDatabase,
  late: { readonly orderId: string; readonly fact: OrderFact },
): Promise<'recorded' | 'known' | 'unknown-order'> {
  return await db.transaction().execute(async (trx) => {
    const known = await lookUpErased(trx, customerIdsIn(late.fact));
    const row = await lockOrder(trx, late.orderId);
    if (row === undefined) return 'unknown-order';
    const erased = erasedFor(row, known);
    const order = { orderId: late.orderId, windows: row.windows, erased };
    return (await addLateFacts(trx, order, [late.fact])) === 0 ? 'known' : 'recorded';
  });
}
