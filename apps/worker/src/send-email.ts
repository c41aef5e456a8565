import { emailMessageId } from '@refill/customer-email/message-id';
import { orderEmailOf } from '@refill/customer-email/order-email-of';
import { renderOrderEmail } from '@refill/customer-email/render-order-email';
import { claimEmail, settleEmail } from '@refill/order-history/claim-email';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { type PreviousOrder, previousOrderOfSlot } from '@refill/order-history/slot-history';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import type { OrderActivities } from '@refill/temporal/order-activities';
import { asHistoryCall } from './activity-failure';
import type { DeliverEmail, EmailSettings } from './deliver-email';

/** Makes the activity that sends one mail about an order: at most once per (order, kind). */
export function createSendEmail(
  { database, from }: Pick<EmailSettings, 'database' | 'from'>,
  deliver: DeliverEmail,
): OrderActivities['sendEmail'] {
  return async ({ kind, occurredAt, snapshot }) => {
    const { orderId, customerId } = snapshot;
    const messageId = emailMessageId(orderId, kind, from);
    return await deliver({
      key: JSON.stringify(['order', orderId, kind]),
      kind,
      customerId,
      occurredAt,
      claim: () => claimEmail(database, { orderId, kind, messageId }),
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
    });
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
