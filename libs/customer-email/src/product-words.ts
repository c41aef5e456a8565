import type { SelectedProduct } from '@refill/device-lifecycle/device-fact';
import { plainLine } from './plain-line';
import { quantityWords } from './quantity-words';
import type { Wording } from './wording';

/** More than a person reads: the rest is counted. Amazon allows 1,000 in one notification. */
const MOST_PRODUCTS = 8;

/**
 * The products of a slot with what is known of how much: `Amazon product B0… (quantity: 2)`.
 * @param slotId stands for products that Amazon does not name
 * @returns at most 9 entries; where there are more products, the last one says how many more
 */
export function productWords(
  products: readonly SelectedProduct[],
  slotId: string,
  wording: Wording,
): readonly string[] {
  const { words, formats } = wording;
  return upToMost(products, wording, (item) => {
    const { asin } = item;
    const product = asin === null ? words.label('noAsin', { slotId }) : asinName(asin, wording);
    const quantity = quantityWords(item, formats);
    return quantity === null ? product : words.label('productWithQuantity', { product, quantity });
  });
}

/**
 * The names of products as a part of a sentence: `Amazon product B0… and Amazon product B0…`.
 * @returns `null` where Amazon names none
 */
export function productNames(
  products: readonly SelectedProduct[],
  wording: Wording,
): string | null {
  const asins = products.flatMap(({ asin }) => asin ?? []);
  if (asins.length === 0) return null;
  return wording.formats.list(upToMost(asins, wording, (asin) => asinName(asin, wording)));
}

function asinName(asin: string, { words }: Wording): string {
  return words.label('asin', { asin: plainLine(asin, 60) });
}

function upToMost<Entry>(
  entries: readonly Entry[],
  { words, formats }: Wording,
  textOf: (entry: Entry) => string,
): readonly string[] {
  const shown = entries.slice(0, MOST_PRODUCTS).map(textOf);
  const hidden = entries.length - shown.length;
  if (hidden === 0) return shown;
  return [...shown, words.label('more', { count: formats.quantity(hidden, null) })];
}
