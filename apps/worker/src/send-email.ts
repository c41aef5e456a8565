import { activityInfo } from '@temporalio/activity';
import { EmailRefusedError, EmailUnavailableError } from '@refill/customer-email/email-errors';
import { emailMessageId } from '@refill/customer-email/message-id';
import { orderEmailOf } from '@refill/customer-email/order-email-of';
import { renderOrderEmail } from '@refill/customer-email/render-order-email';
import { parseSender } from '@refill/customer-email/sender-identity';
import type { SmtpSender } from '@refill/customer-email/smtp-sender';
import { claimEmail, settleEmail } from '@refill/order-history/claim-email';
import { getContact } from '@refill/order-history/contacts';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { type PreviousOrder, previousOrderOfSlot } from '@refill/order-history/slot-history';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { EmailSkipReason, OrderEmailKind } from '@refill/order-lifecycle/order-event';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import type { OrderActivities, SendEmailInput } from '@refill/temporal/order-activities';
import { asHistoryCall, retryableFailure } from './activity-failure';
import { createEmailDeliveries } from './email-deliveries';

/** What sending a mail needs. */
export interface EmailSettings {
  readonly database: OrderHistoryDatabase;
  readonly sender: SmtpSender;
  /** `EMAIL_FROM`. */
  readonly from: string;
  /** `EMAIL_KINDS`. */
  readonly kinds: readonly OrderEmailKind[];
  /** `EMAIL_MAX_AGE` in ms: a backfill must not mail people. */
  readonly maxAgeMs: number;
  /** Ends the tries to record a mail that went out while PostgreSQL was down. */
  readonly giveUp: AbortSignal;
}

/** How long before its time is up an attempt says itself that it is not done, in ms. */
const ANSWER_BEFORE_TIMEOUT_MS = 500;

/**
 * Makes the activity that sends one mail.
 *
 * The row of (order, kind) is claimed before the send and settled after it. A crash between the two can at
 * worst repeat the same mail, with the same `Message-ID`. While this process lives it does not: an attempt that
 * comes before an earlier one has ended waits for that one, and a mail that went out is recorded as soon as
 * PostgreSQL takes it.
 */
export function createSendEmail(settings: EmailSettings): OrderActivities['sendEmail'] {
  const { database, sender, from } = settings;
  const brand = parseSender(from).name;
  const deliveries = createEmailDeliveries(settings.giveUp);

  const deliver = async (input: SendEmailInput): Promise<EmailOutcome> => {
    const { kind, snapshot } = input;
    const { orderId } = snapshot;
    const messageId = emailMessageId(orderId, kind, from);
    const claim = await asHistoryCall(() => claimEmail(database, { orderId, kind, messageId }));
    if (claim.state === 'settled') return claim.outcome;

    const settle = async (outcome: EmailOutcome): Promise<EmailOutcome> => {
      const occurredAt = new Date().toISOString();
      await asHistoryCall(() => settleEmail(database, { orderId, kind, outcome, occurredAt }));
      return outcome;
    };
    const switchedOff = reasonToSkip(input, settings, Date.now());
    if (switchedOff !== null) return await settle({ outcome: 'skipped', reason: switchedOff });
    const contact = await asHistoryCall(() => getContact(database, snapshot.customerId));
    if (contact === null) return await settle({ outcome: 'skipped', reason: 'no-contact' });

    const email = orderEmailOf(kind, snapshot, {
      name: contact.name,
      brand,
      sentAt: new Date().toISOString(),
      previousOrderOfSlot:
        kind === 'order-cancelled'
          ? await asHistoryCall(() => previousOrderOf(database, snapshot))
          : null,
    });
    const rendered = renderOrderEmail(email, contact.locale);
    try {
      await sender.send({
        ...rendered,
        to: { address: contact.email, name: contact.name },
        messageId,
      });
    } catch (error) {
      if (error instanceof EmailRefusedError) {
        return await settle({ outcome: 'failed', code: error.outcomeCode });
      }
      if (error instanceof EmailUnavailableError) {
        throw retryableFailure(error.code, error.message);
      }
      throw error;
    }
    return await deliveries.untilRecorded(() => settle({ outcome: 'sent', messageId }));
  };

  return async (input) =>
    await deliveries.join(
      JSON.stringify([input.snapshot.orderId, input.kind]),
      () => deliver(input),
      activityInfo().startToCloseTimeoutMs - ANSWER_BEFORE_TIMEOUT_MS,
    );
}

function reasonToSkip(
  input: SendEmailInput,
  settings: EmailSettings,
  now: number,
): EmailSkipReason | null {
  if (!settings.kinds.includes(input.kind)) return 'kind-switched-off';
  if (now - Date.parse(input.occurredAt) > settings.maxAgeMs) return 'too-old';
  return null;
}

/** The order before this one, if it was the same customer's: a device may have changed hands. */
async function previousOrderOf(
  database: OrderHistoryDatabase,
  snapshot: OrderSnapshot,
): Promise<PreviousOrder | null> {
  const previous = await previousOrderOfSlot(database, snapshot.orderId);
  return previous?.customerId === snapshot.customerId ? previous : null;
}
