import { EmailRefusedError, EmailUnavailableError } from '@refill/customer-email/email-errors';
import { resentEmailMessageId } from '@refill/customer-email/message-id';
import { orderEmailOf } from '@refill/customer-email/order-email-of';
import { renderOrderEmail } from '@refill/customer-email/render-order-email';
import { parseSender } from '@refill/customer-email/sender-identity';
import { getContact } from '@refill/order-history/contacts';
import {
  type EmailResend,
  finishEmailResend,
  getEmailResend,
} from '@refill/order-history/email-resend';
import { getOrder } from '@refill/order-history/get-order';
import { ORDER_EMAIL_KINDS } from '@refill/order-lifecycle/order-event';
import type {
  ResendEmailActivities,
  ResendEmailResult,
} from '@refill/temporal/resend-email-messages';
import { asHistoryCall, retryableFailure } from './activity-failure';
import { attemptPatienceMs, type EmailSettings } from './deliver-email';
import { createEmailDeliveries } from './email-deliveries';
import { previousOrderOf } from './send-email';

/**
 * Makes the activities of a mail that an operator wants sent once more.
 *
 * As for any mail: an attempt that comes before an earlier one has ended waits for that one, and a mail that went out
 * is recorded as soon as PostgreSQL takes it; only a crash between the two repeats it, with the same `Message-ID`.
 */
export function createResendEmail({
  database,
  sender,
  from,
  giveUp,
  onBegin,
}: Pick<
  EmailSettings,
  'database' | 'sender' | 'from' | 'giveUp' | 'onBegin'
>): ResendEmailActivities {
  const brand = parseSender(from).name;
  const deliveries = createEmailDeliveries<ResendEmailResult>(giveUp, onBegin);

  const finish = async (
    { action }: EmailResend,
    outcome: string | null,
  ): Promise<ResendEmailResult> => {
    const now = new Date().toISOString();
    await asHistoryCall(() => finishEmailResend(database, action, outcome, now));
    return outcome === null ? 'sent' : 'failed';
  };

  /** @returns the code of what stands against it; `null` once it is out */
  const send = async ({ action, address }: EmailResend): Promise<string | null> => {
    const order = await asHistoryCall(() => getOrder(database, action.orderId));
    const kind = ORDER_EMAIL_KINDS.find((known) => known === action.emailKind);
    if (order === null || kind === undefined) return 'EMAIL_NOTHING_TO_SEND';
    const contact = await asHistoryCall(() => getContact(database, order.customerId));
    // An address that an erasure took away is not replaced by another one.
    const to = action.otherAddress ? address : contact?.email;
    if (to == null) return 'EMAIL_NO_CONTACT';
    const previousOrder =
      kind === 'order-cancelled'
        ? await asHistoryCall(() => previousOrderOf(database, order))
        : null;
    const email = orderEmailOf(kind, order, {
      name: contact?.name ?? null,
      brand,
      sentAt: new Date().toISOString(),
      previousOrderOfSlot: previousOrder,
    });
    try {
      await sender.send({
        ...renderOrderEmail(email, contact?.locale ?? null),
        to: { address: to, name: contact?.name ?? null },
        messageId: resentEmailMessageId(action.actionId, from),
      });
      return null;
    } catch (error) {
      if (error instanceof EmailRefusedError) return error.outcomeCode;
      if (error instanceof EmailUnavailableError) throw retryableFailure(error.code, error.message);
      throw error;
    }
  };

  const resendOf = async (actionId: string): Promise<EmailResend | null> =>
    await asHistoryCall(() => getEmailResend(database, actionId));

  const deliver = async (actionId: string): Promise<ResendEmailResult> => {
    const resend = await resendOf(actionId);
    if (resend === null) return 'failed';
    const { state, outcome } = resend.action;
    // A retry after a crash: it has ended already.
    if (state !== 'waiting') return outcome === null ? 'sent' : 'failed';
    const failure = await send(resend);
    return failure === null
      ? await deliveries.untilRecorded(() => finish(resend, null))
      : await finish(resend, failure);
  };

  return {
    resendEmail: async ({ actionId }) =>
      await deliveries.join(actionId, () => deliver(actionId), attemptPatienceMs()),
    giveUpResendingEmail: async ({ actionId }) => {
      const resend = await resendOf(actionId);
      return resend === null ? 'failed' : await finish(resend, 'EMAIL_GAVE_UP');
    },
  };
}
