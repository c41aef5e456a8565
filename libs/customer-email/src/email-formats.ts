import { deliveryDay } from './delivery-day';

/** How values look in one locale. */
export interface EmailFormats {
  /** A day: `March 7, 2026`, `7. März 2026`. Takes ISO 8601; the day is the one in UTC. */
  readonly day: (iso: string) => string;
  /** The day that an estimated delivery means. */
  readonly deliveryDay: (iso: string) => string;
  /** The time of day in UTC, without naming it: `2:30 PM`, `14:30`. */
  readonly time: (iso: string) => string;
  /** `12`, `2.5 lb`, `2,5 kg`. */
  readonly quantity: (quantity: number, unit: string | null) => string;
  /** `A, B, and C`, `A, B und C`. */
  readonly list: (entries: readonly string[]) => string;
}

/** Amazon's units as Intl knows them. Units that are counted need no name; others stay as they are. */
const INTL_UNITS: Readonly<Record<string, string>> = {
  pound: 'pound',
  pounds: 'pound',
  ounce: 'ounce',
  ounces: 'ounce',
  kilogram: 'kilogram',
  kilograms: 'kilogram',
  gram: 'gram',
  grams: 'gram',
  liter: 'liter',
  liters: 'liter',
  milliliter: 'milliliter',
  milliliters: 'milliliter',
  gallon: 'gallon',
  gallons: 'gallon',
};

/** Making them costs more than all the rest of a mail, and customers share a few locales. */
const MOST_LOCALES = 200;
const known = new Map<string, EmailFormats>();

/**
 * The formats of one locale.
 * @param tag BCP 47 (`de-AT`)
 */
export function emailFormats(tag: string): EmailFormats {
  const formats = known.get(tag) ?? makeFormats(tag);
  if (known.size >= MOST_LOCALES) known.clear();
  known.set(tag, formats);
  return formats;
}

function makeFormats(tag: string): EmailFormats {
  const fixed = { timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' } as const;
  const days = new Intl.DateTimeFormat(tag, { ...fixed, dateStyle: 'long' });
  const times = new Intl.DateTimeFormat(tag, { ...fixed, timeStyle: 'short' });
  const lists = new Intl.ListFormat(tag, { type: 'conjunction' });
  const numberFormats = numberFormatsOf(tag);
  return {
    day: (iso) => days.format(new Date(iso)),
    deliveryDay: (iso) => days.format(deliveryDay(iso)),
    time: (iso) => times.format(new Date(iso)),
    quantity: (quantity, unit) => formatQuantity(numberFormats, quantity, unit),
    list: (entries) => lists.format(entries),
  };
}

/** Formats of numbers, plain and by unit of Intl, each made when it is first asked for. */
type NumberFormats = (unit: string | undefined) => Intl.NumberFormat;

function numberFormatsOf(tag: string): NumberFormats {
  const plain = { maximumFractionDigits: 3, numberingSystem: 'latn' } as const;
  const made = new Map<string | undefined, Intl.NumberFormat>();
  return (unit) => {
    const format =
      made.get(unit) ??
      new Intl.NumberFormat(tag, unit === undefined ? plain : { ...plain, style: 'unit', unit });
    made.set(unit, format);
    return format;
  };
}

function formatQuantity(formats: NumberFormats, quantity: number, unit: string | null): string {
  const intlUnit = Object.hasOwn(INTL_UNITS, unit ?? '') ? INTL_UNITS[unit ?? ''] : undefined;
  const number = formats(intlUnit).format(quantity);
  if (intlUnit !== undefined) return number;
  return unit === null || unit.toLowerCase() === 'count' ? number : `${number} ${unit}`;
}
