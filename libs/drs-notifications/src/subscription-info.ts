import { z } from 'zod';
import { identifier, orNull } from './amazon-text';
import { boundedEntries, maxEntries, maxProblems } from './bounded-entries';
import { isJsonObject, ownField } from './json-object';
import type { SlotSubscription } from './notification';
import { selectedProduct } from './product-info';

/** A slot of 2.0. As published, one has no `subscribed`, and one has its product directly on the slot. */
const slotObject = selectedProduct
  .extend({
    subscribed: orNull(z.boolean({ error: 'true or false' })),
    productInfoList: orNull(boundedEntries(selectedProduct)),
  })
  .transform(({ subscribed, productInfoList, ...direct }) => {
    const products = productInfoList ?? [];
    const hasDirect = Object.values(direct).some((value) => value !== null);
    return { subscribed, products: products.length === 0 && hasDirect ? [direct] : products };
  });

/** A slot of 1.0. */
const slotBoolean = z
  .boolean({ error: 'true, false or an object' })
  .transform((subscribed) => ({ subscribed, products: [] }));

/**
 * `subscriptionInfo` of Subscription Changed: 1.0 maps each slot to a boolean, 2.0 to an object.
 * One slot that is an object makes it 2.0. In problems a slot goes by its place, not by its id.
 */
export const subscriptionInfo = z.object(
  {
    slotsSubscriptionStatus: z
      .custom<Record<string, unknown>>(isJsonObject, { error: 'an object' })
      .transform((status, context) => {
        const entries = Object.entries(status);
        if (entries.length > maxEntries) {
          context.addIssue({ code: 'custom', message: `at most ${maxEntries} slots` });
          return z.NEVER;
        }
        if (countProducts(Object.values(status)) > maxEntries) {
          context.addIssue({ code: 'custom', message: `at most ${maxEntries} products in all` });
          return z.NEVER;
        }
        const slots: SlotSubscription[] = [];
        let problems = 0;
        for (const [index, [id, value]] of entries.entries()) {
          const slotId = identifier.safeParse(id);
          const slot = (isJsonObject(value) ? slotObject : slotBoolean).safeParse(value);
          if (slotId.success && slot.success) slots.push({ slotId: slotId.data, ...slot.data });
          const issues = [...(slotId.error?.issues ?? []), ...(slot.error?.issues ?? [])];
          for (const { path, message } of issues) {
            context.addIssue({ code: 'custom', path: [index, ...path], message });
          }
          problems += issues.length;
          if (problems >= maxProblems) break;
        }
        const version: '1.0' | '2.0' = Object.values(status).some(isJsonObject) ? '2.0' : '1.0';
        return { version, slots };
      }),
  },
  { error: 'an object' },
);

function countProducts(slots: readonly unknown[]): number {
  return slots.reduce<number>((count, slot) => {
    const products = isJsonObject(slot) ? ownField(slot, 'productInfoList') : null;
    return count + (Array.isArray(products) ? products.length : 0);
  }, 0);
}
