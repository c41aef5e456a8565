import type { OrderEmail } from './order-email';
import { renderOrderEmail } from './render-order-email';
import { SAMPLE_ORDER_EMAILS } from './sample-order-emails';

function textOf(name: string, changes: Partial<OrderEmail> = {}): string {
  const email = SAMPLE_ORDER_EMAILS[name];
  if (email === undefined) throw new Error(`no sample ${name}`);
  return renderOrderEmail({ ...email, ...changes } as OrderEmail, 'en').text;
}

describe('what a mail that comes late still says', () => {
  it('counts the 5 days from the cancellation, and promises nothing once they are over', () => {
    const late = (sentAt: string): string => textOf('order-cancelled.customer-first', { sentAt });
    expect(late('2026-03-04T14:31:00.000Z')).toContain('in 5 days, around March 9, 2026');
    const nextDay = late('2026-03-06T09:00:00.000Z');
    expect(nextDay).toContain('5 days after your cancellation, around March 9, 2026');
    expect(nextDay).not.toContain('in 5 days');
    expect(late('2026-03-09T14:30:00.000Z')).not.toMatch(/5 days|will reorder/);
  });

  it('announces no delivery for a day gone by', () => {
    expect(textOf('item-shipped')).toContain('arrive by March 8, 2026');
    const sentAt = '2026-03-10T09:00:00.000Z';
    expect(textOf('item-shipped', { sentAt })).not.toContain('arrive by');
    expect(textOf('order-placed')).toContain('Estimated delivery: March 8, 2026');
    expect(textOf('order-placed', { sentAt })).not.toContain('Estimated delivery');
  });
});

describe('the products of a mail', () => {
  it('have their own days where these differ, and one for all where not', () => {
    const several = textOf('order-placed.several');
    expect(several).toContain('B0EXAMPLE1 | Quantity: 2 | Estimated delivery: March 8, 2026');
    expect(several).toContain('B0EXAMPLE2 | Quantity: 1.5 lb | Estimated delivery: March 10, 2026');
    expect(several.match(/Estimated delivery/g)).toHaveLength(2);
    expect(textOf('order-placed').match(/Estimated delivery/g)).toHaveLength(1);
  });

  it('say which of them shipped when only some did', () => {
    const overdue = textOf('ship-overdue.partly-shipped');
    expect(overdue).toContain('B0EXAMPLE1 | Quantity: 2 | Shipped');
    expect(overdue).toContain('B0EXAMPLE2 | Quantity: 1.5 lb | Not shipped yet');
    expect(textOf('ship-overdue')).not.toMatch(/Not shipped yet|\| Shipped/);
  });

  it('are called after the slot where Amazon names no ASIN', () => {
    expect(textOf('order-placed.1.0-deregistered')).toContain('Refill for water-filter');
  });
});

describe('a mail to somebody whose device is no longer registered', () => {
  it.each(['order-placed', 'order-cancelled.customer-first', 'order-cancelled.customer-second'])(
    'promises nothing and asks for nothing in %s',
    (name) => {
      const text = textOf(name, { deviceDeregistered: true });
      expect(text).not.toMatch(/will (not )?reorder|5 days|100|you can\b|please|need to do/i);
    },
  );

  it.each(['order-cancelled.unresolved', 'ship-overdue', 'item-shipped'])(
    'asks for nothing in %s',
    (name) => {
      expect(textOf(name, { deviceDeregistered: true })).not.toMatch(/you can\b|please/i);
    },
  );
});
