import type { Wording } from './email-facts';
import { itemDeliveries } from './item-deliveries';
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
  const deliveries = itemDeliveries(email, formats);

  return email.items.map((item, index) => {
    const delivery = deliveries[index] ?? null;
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
      delivery === null ? null : `${words.label(deliveryLabel(email))}: ${delivery}`,
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
