const HOUR_MS = 3_600_000;

/**
 * The calendar day that Amazon means by an estimated delivery.
 *
 * Amazon writes the last second of a day in the marketplace's time zone as UTC: its samples hold
 * `2015-10-07T06:59:59Z` and `2016-12-09T07:59:59Z`, the ends of 6 October and 8 December in the USA.
 * There the UTC date is a day late. East of the Atlantic (`22:59:59Z`, `14:59:59Z`) the UTC date is right.
 * @param estimatedDelivery ISO 8601, UTC
 * @returns midnight UTC of that day
 */
export function deliveryDay(estimatedDelivery: string): Date {
  const instant = new Date(estimatedDelivery);
  const endsADay = instant.getUTCMinutes() === 59 && instant.getUTCSeconds() === 59;
  const westOfUtc = endsADay && instant.getUTCHours() < 12;
  const day = new Date(instant.getTime() - (westOfUtc ? 12 * HOUR_MS : 0));
  day.setUTCHours(0, 0, 0, 0);
  return day;
}
