import { emailMessageId } from '@refill/customer-email/message-id';
import { orderEmailOf } from '@refill/customer-email/order-email-of';
import { renderOrderEmail } from '@refill/customer-email/render-order-email';
import { claimEmail, releaseEmail, settleEmail } from '@refill/order-history/claim-email';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { type PreviousOrder, previousOrderOfSlot } from '@refill/order-history/slot-history';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import type { OrderActivities, SendEmailInput } from '@refill/temporal/order-activities';
import { asHistoryCall } from './activity-failure';
import type { DeliverEmail, EmailSettings, EmailToDeliver } from './deliver-email';

/** What a mail about an order needs besides what it is about. */
export type OrderEmailSettings = Pick<EmailSettings, 'database' | 'from' | 'claimant'>;

/** Makes the activity that sends one mail about an order: at most once per (order, kind). */
export function createSendEmail(
  settings: OrderEmailSettings,
  deliver: DeliverEmail,
): OrderActivities['sendEmail'] {
  return async (input) => {
    const { database, from, claimant } = settings;
    const { kind, snapshot } = input;
    const { orderId } = snapshot;
    const messageId = emailMessageId(orderId, kind, from);
    const claim = () => claimEmail(database, { orderId, kind, messageId, claimant });
    return await deliver(orderEmailToDeliver(settings, input, claim));
  };
}

/** A mail about an order, ready to be delivered. */
export function orderEmailToDeliver(
  { database, claimant }: OrderEmailSettings,
  { kind, occurredAt, snapshot }: SendEmailInput,
  claim: EmailToDeliver['claim'],
): EmailToDeliver {
  const { orderId, customerId } = snapshot;
  return {
    key: JSON.stringify(['order', orderId, kind]),
    kind,
    customerId,
    occurredAt,
    claim,
    release: () => releaseEmail(database, { orderId, kind, claimant }),
    settle: (outcome, endedAt) =>
      settleEmail(database, { orderId, kind, outcome, occurredAt: endedAt }),
    render: async ({ locale, ...context }) => {
      const previousOrder =
        kind === 'order-cancelled'
          ? await asHistoryCall(() => previousOrderOf(database, snapshot))
          : null;
      const email = orderEmailOf(kind, snapshot, {
        ...context,
        previousOrderOfSlot: previousOrder,
      });
      return renderOrderEmail(email, locale);
    },
  };
}

/** The order before this one, if it was the same customer's: a device may have changed hands. */
export async function previousOrderOf(
  database: OrderHistoryDatabase,
  snapshot: OrderSnapshot,
): Promise<PreviousOrder | null> {
  const previous = await previousOrderOfSlot(database, snapshot.orderId);
  return previous?.customerId === snapshot.customerId ? previous : null;
}
