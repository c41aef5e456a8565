import type { FactItem } from '@refill/order-lifecycle/order-fact';

type ItemWithAmount = Pick<FactItem, 'asin' | 'quantity' | 'unit'>;

/** What an item is and how much of it, in words; a unit says nothing without a quantity. */
export function itemWords({ asin, quantity, unit }: ItemWithAmount): string {
  const product = asin ?? 'a product';
  if (quantity === null) return product;
  return unit === null
    ? `${String(quantity)} of ${product}`
    : `${String(quantity)} ${unit} of ${product}`;
}
