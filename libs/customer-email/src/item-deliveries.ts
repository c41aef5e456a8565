import type { EmailFormats } from './email-formats';
import type { OrderEmail } from './order-email';

/**
 * The day each item of a mail is expected on, where the items have different ones.
 * @returns one entry per item; all `null` when one day holds for all items, or none is to be told
 */
export function itemDeliveries(
  email: OrderEmail,
  formats: EmailFormats,
): readonly (string | null)[] {
  const days = email.items.map(({ estimatedDelivery, shipped }) =>
    estimatedDelivery !== null && tellsDelivery(email, estimatedDelivery, shipped)
      ? formats.deliveryDay(estimatedDelivery)
      : null,
  );
  return new Set(days).size > 1 ? days : days.map(() => null);
}

function tellsDelivery(email: OrderEmail, estimatedDelivery: string, shipped: boolean): boolean {
  switch (email.kind) {
    case 'order-cancelled':
      return false;
    case 'order-placed':
    case 'item-shipped':
      return Date.parse(estimatedDelivery) > Date.parse(email.sentAt);
    case 'ship-overdue':
      return !shipped;
  }
}
