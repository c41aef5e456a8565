import { type EmailDetail, knownDetails, type MaybeDetail } from './email-details';
import type { EmailFormats } from './email-formats';
import { type EmailParties, emailParties } from './email-parties';
import type { TemplateValues } from './email-words';
import { itemDeliveries } from './item-deliveries';
import type { OrderEmail } from './order-email';
import { plainLine } from './plain-line';
import { shortOrderId } from './short-order-id';
import type { Wording } from './wording';

/** What a mail about an order says, ready to be put into sentences. */
export interface EmailFacts {
  /** What the kind's template may use: see `templates/README.md`. */
  readonly values: EmailParties & TemplateValues;
  /** What the kind's sentences leave out, the most telling first. */
  readonly details: readonly EmailDetail[];
}

interface KindFacts {
  readonly values: TemplateValues;
  readonly details: readonly MaybeDetail[];
}

const DAY_MS = 86_400_000;
/** How long a device waits after a customer's first cancellation. Source: Amazon's guidelines. */
const REORDER_AFTER_MS = 5 * DAY_MS;

/** What a mail about an order says, in its locale's dates and numbers. */
export function emailFacts(email: OrderEmail, wording: Wording): EmailFacts {
  const about = {
    ...emailParties(email),
    slotId: plainLine(email.slotId),
    deviceDeregistered: email.deviceDeregistered,
  };
  const own = kindFacts(email, wording);
  const details: readonly MaybeDetail[] = [
    ...own.details,
    ['slot', about.slotId],
    ['device', wording.words.label('deviceValue', about)],
    ['order', plainLine(shortOrderId(email.orderId))],
  ];
  return {
    values: { ...about, ...own.values },
    details: knownDetails(details, wording.words),
  };
}

function kindFacts(email: OrderEmail, wording: Wording): KindFacts {
  const { formats } = wording;
  switch (email.kind) {
    case 'order-placed': {
      const cancellableUntil = cancellableUntilOf(email, wording);
      const estimatedDelivery = announcedDelivery(email, formats);
      const toldWithItems = itemDeliveries(email, formats).some((day) => day !== null);
      return {
        values: { cancellableUntil, estimatedDelivery },
        details: toldWithItems ? [] : [['estimatedDelivery', estimatedDelivery]],
      };
    }
    case 'order-cancelled':
      return {
        values: {
          customerFirst: email.variant === 'customer-first',
          customerSecond: email.variant === 'customer-second',
          unresolved: email.variant === 'unresolved',
          ...reorderAfter(email.cancelledAt, email.sentAt, formats),
        },
        details: [['cancelledAt', orNull(email.cancelledAt, formats.day)]],
      };
    case 'item-shipped': {
      const estimatedDelivery = announcedDelivery(email, formats);
      return {
        values: { estimatedDelivery },
        details: [['shippedAt', orNull(email.shippedAt, formats.day)]],
      };
    }
    case 'ship-overdue': {
      const estimatedDelivery = orNull(email.estimatedDelivery, formats.deliveryDay);
      const partlyShipped = email.items.some((item) => item.shipped);
      return { values: { estimatedDelivery, partlyShipped }, details: [] };
    }
  }
}

/** Nobody is told of a window that has closed, or asked to act on a device that is not theirs. */
function cancellableUntilOf(
  email: OrderEmail & { readonly cancellableUntil: string | null },
  { words, formats }: Wording,
): string | null {
  const until = email.cancellableUntil;
  if (until === null || email.deviceDeregistered || !isAhead(until, email.sentAt)) return null;
  return words.label('moment', { day: formats.day(until), time: formats.time(until) });
}

/** A delivery that was estimated for a day gone by is not announced any more. */
function announcedDelivery(
  email: OrderEmail & { readonly estimatedDelivery: string | null },
  formats: EmailFormats,
): string | null {
  const { estimatedDelivery, sentAt } = email;
  return estimatedDelivery !== null && isAhead(estimatedDelivery, sentAt)
    ? formats.deliveryDay(estimatedDelivery)
    : null;
}

/** "In 5 days" is true on the first day only; once the 5 days are over nothing is promised. */
function reorderAfter(
  cancelledAt: string | null,
  sentAt: string,
  formats: EmailFormats,
): { readonly reorderSoon: boolean; readonly reorderOn: string | null } {
  const from = Date.parse(cancelledAt ?? sentAt);
  const waited = Date.parse(sentAt) - from;
  const reorderOn =
    waited < REORDER_AFTER_MS ? formats.day(new Date(from + REORDER_AFTER_MS).toISOString()) : null;
  return { reorderSoon: waited < DAY_MS, reorderOn };
}

function isAhead(time: string, sentAt: string): boolean {
  return Date.parse(time) > Date.parse(sentAt);
}

function orNull(time: string | null, format: (iso: string) => string): string | null {
  return time === null ? null : format(time);
}
