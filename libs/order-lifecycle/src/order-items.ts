import type { FactItem, ItemShipped, OrderPlaced } from './order-fact';
import type { OrderItem } from './order-snapshot';

/** The items of an order after a number of shipments. */
export interface ShippedItems {
  readonly items: readonly OrderItem[];
  /** Whether nothing is left to ship. */
  readonly complete: boolean;
  /** Whether an ASIN shipped that was never placed. */
  readonly mismatch: boolean;
}

/** Quantities may be fractional (`0.1 + 0.2` pounds): what differs by less counts as equal. */
const QUANTITY_TOLERANCE = 1e-9;

/**
 * What the shipments so far mean for the items that were placed.
 *
 * Rules of the design: a 1.0 notification names no ASIN, so any shipment ships the whole order, as it does
 * when OrderPlaced is unknown; an entry without a quantity ships its ASIN whole; an entry whose ASIN was
 * never placed ships the order and is a mismatch.
 * @param placed `null` while OrderPlaced is unknown
 */
export function itemsAfter(
  placed: OrderPlaced | null,
  shipments: readonly ItemShipped[],
): ShippedItems {
  const entries = shipments.flatMap((shipment) => shipment.items);
  const estimates = latestEstimates(entries);
  if (placed === null || placed.items.length === 0) {
    const shipped = shipments.length > 0;
    return { items: mergeByAsin(entries, shipped), complete: shipped, mismatch: false };
  }
  const placedAsins = new Set(placed.items.map((item) => item.asin));
  const namesEveryAsin = !placedAsins.has(null);
  const mismatch =
    namesEveryAsin && entries.some((entry) => entry.asin !== null && !placedAsins.has(entry.asin));
  const wholeOrder =
    mismatch ||
    shipments.some(
      (shipment) =>
        !namesEveryAsin ||
        shipment.items.length === 0 ||
        shipment.items.some((entry) => entry.asin === null),
    );
  const items = placed.items.map((item) => ({
    ...item,
    estimatedDelivery: estimates.get(item.asin) ?? item.estimatedDelivery,
    shipped: wholeOrder || isAsinShipped(item.asin, placed.items, entries),
  }));
  return { items, complete: items.every((item) => item.shipped), mismatch };
}

function isAsinShipped(
  asin: string | null,
  placed: readonly FactItem[],
  entries: readonly FactItem[],
): boolean {
  const shipped = entries.filter((entry) => entry.asin === asin).map((entry) => entry.quantity);
  if (shipped.length === 0) return false;
  const wanted = placed.filter((item) => item.asin === asin).map((item) => item.quantity);
  if (shipped.includes(null) || wanted.includes(null)) return true;
  return sum(shipped) + QUANTITY_TOLERANCE >= sum(wanted);
}

function sum(quantities: readonly (number | null)[]): number {
  return quantities.reduce<number>((total, quantity) => total + (quantity ?? 0), 0);
}

/** The estimate a shipment gives replaces the one given at placement: it is the newer one. */
function latestEstimates(entries: readonly FactItem[]): ReadonlyMap<string | null, string> {
  const estimates = new Map<string | null, string>();
  for (const entry of entries) {
    if (entry.estimatedDelivery !== null) estimates.set(entry.asin, entry.estimatedDelivery);
  }
  return estimates;
}

function mergeByAsin(entries: readonly FactItem[], shipped: boolean): readonly OrderItem[] {
  const merged = new Map<string | null, OrderItem>();
  for (const entry of entries) {
    const before = merged.get(entry.asin);
    const quantity =
      before?.quantity == null || entry.quantity === null
        ? entry.quantity
        : before.quantity + entry.quantity;
    merged.set(entry.asin, { ...entry, quantity, shipped });
  }
  return [...merged.values()];
}
