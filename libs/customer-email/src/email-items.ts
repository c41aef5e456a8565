import type { OrderItem } from '@refill/order-lifecycle/order-snapshot';
import type { Wording } from './email-facts';
import type { OrderEmail } from './order-email';
import { plainLine } from './plain-line';

/** One product of a mail. */
export interface EmailItem {
  readonly title: string;
  /** How much, whether it shipped, when it comes: what is known of it. */
  readonly notes: readonly string[];
}

/** The products of a mail. What holds for all of them is said once, in the mail's details. */
export function emailItems(email: OrderEmail, wording: Wording): readonly EmailItem[] {
  const { words, formats } = wording;
  const shipped = email.items.filter((item) => item.shipped).length;
  const showsShipped = shipped > 0 && shipped < email.items.length;
  const deliveryDays = email.items.map((item) => deliveryDayOf(item, email, wording));
  const showsDelivery = new Set(deliveryDays).size > 1;

  return email.items.map((item, index) => {
    const delivery = showsDelivery ? deliveryDays[index] : null;
    const notes = [
      item.quantity === null
        ? null
        : words.label('quantity', {
            quantity: formats.quantity(
              item.quantity,
              item.unit === null ? null : plainLine(item.unit, 40) || null,
            ),
          }),
      showsShipped ? words.label(item.shipped ? 'shipped' : 'notShipped') : null,
      delivery == null ? null : `${words.label(deliveryLabel(email))}: ${delivery}`,
    ];
    return {
      title:
        item.asin === null
          ? words.label('noAsin', { slotId: plainLine(email.slotId) })
          : words.label('asin', { asin: plainLine(item.asin, 60) }),
      notes: notes.filter((note) => note !== null),
    };
  });
}

function deliveryLabel(email: OrderEmail): 'expectedBy' | 'estimatedDelivery' {
  return email.kind === 'ship-overdue' ? 'expectedBy' : 'estimatedDelivery';
}

function deliveryDayOf(item: OrderItem, email: OrderEmail, { formats }: Wording): string | null {
  if (item.estimatedDelivery === null) return null;
  switch (email.kind) {
    case 'order-cancelled':
      return null;
    case 'order-placed':
    case 'item-shipped':
      return Date.parse(item.estimatedDelivery) > Date.parse(email.sentAt)
        ? formats.deliveryDay(item.estimatedDelivery)
        : null;
    case 'ship-overdue':
      return item.shipped ? null : formats.deliveryDay(item.estimatedDelivery);
  }
}
