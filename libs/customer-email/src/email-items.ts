import type { EmailItem } from './email-section';
import { itemDeliveries } from './item-deliveries';
import type { OrderEmail } from './order-email';
import { plainLine } from './plain-line';
import { quantityWords } from './quantity-words';
import type { Wording } from './wording';

/** The products of a mail. What holds for all of them is said once, in the mail's details. */
export function emailItems(email: OrderEmail, wording: Wording): readonly EmailItem[] {
  const { words, formats } = wording;
  const shipped = email.items.filter((item) => item.shipped).length;
  const showsShipped = shipped > 0 && shipped < email.items.length;
  const deliveries = itemDeliveries(email, formats);

  return email.items.map((item, index) => {
    const delivery = deliveries[index] ?? null;
    const quantity = quantityWords(item, formats);
    const notes = [
      quantity === null ? null : words.label('quantity', { quantity }),
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
