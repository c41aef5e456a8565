import type { EmailFormats } from './email-formats';
import { plainLine } from './plain-line';

/**
 * How much of a product: `12`, `2.5 lb`.
 * @returns `null` where Amazon does not say
 */
export function quantityWords(
  { quantity, unit }: { readonly quantity: number | null; readonly unit: string | null },
  formats: EmailFormats,
): string | null {
  if (quantity === null) return null;
  return formats.quantity(quantity, unit === null ? null : plainLine(unit, 40) || null);
}
