import { activityInfo, log } from '@temporalio/activity';
import { emailMessageId } from '@refill/customer-email/message-id';
import { releaseEmail } from '@refill/order-history/claim-email';
import type { ClaimedEmail, OtherwiseEndedEmail } from '@refill/order-history/order-record';
import { recordOrder } from '@refill/order-history/record-order';
import type { StatusChange } from '@refill/order-history/status-change';
import { ORDER_EMAIL_KINDS } from '@refill/order-lifecycle/order-event';
import type {
  EndedEmail,
  OrderActivities,
  RecordHistoryInput,
} from '@refill/temporal/order-activities';
import { asHistoryCall, failureCode, mailUnderWay } from './activity-failure';
import type { DeliverEmail } from './deliver-email';
import { orderEmailToDeliver, type OrderEmailSettings } from './send-email';

/**
 * Makes the activity that writes an order and its new events to PostgreSQL, in one transaction, and then sends the mails
 * that are due by it: claimed in that transaction, they cost no activity of their own.
 *
 * They are not sent where what was found beside the order may change what is due: then the workflow decides anew.
 * A mail that can't be sent now fails nothing: it is the workflow's to try on.
 * @param onStatusChange told of each record that changed an order's status, at most once
 */
export function createRecordHistory(
  settings: OrderEmailSettings,
  deliver: DeliverEmail,
  onStatusChange: (change: StatusChange) => void,
): OrderActivities['recordHistory'] {
  const { database, from, claimant } = settings;
  return async ({ emails = [], ...input }) => {
    const startedAt = performance.now();
    const execution = activityInfo().workflowExecution;
    if (execution === undefined) throw new Error('recordHistory runs within an order only');
    const { orderId } = input.snapshot;
    const result = await asHistoryCall(() =>
      recordOrder(
        database,
        {
          ...input,
          ...execution,
          emails: emails.map(({ kind }) => ({
            kind,
            messageId: emailMessageId(orderId, kind, from),
            claimant,
          })),
        },
        onStatusChange,
      ),
    );
    if (result.outcome === 'closed-elsewhere') return result;
    const { claims, contact, emailsUnderWay = [], emailsEndedOtherwise = [], ...rest } = result;
    if (emailsUnderWay.length > 0) throw mailUnderWay();
    const otherwise = emailsEndedOtherwise.flatMap(endedEmailOf);
    const recorded = otherwise.length === 0 ? rest : { ...rest, emailsEndedOtherwise: otherwise };
    if (claims.length === 0) return recorded;
    if (recorded.deregistrations.length > 0) {
      for (const { kind } of claims) {
        await releaseEmail(database, { orderId, kind, claimant }).catch(() => undefined);
      }
      return recorded;
    }

    const send = async ({ kind, claim }: ClaimedEmail): Promise<readonly EndedEmail[]> => {
      const occurredAt = occurredAtOf(emails, kind);
      if (occurredAt === null) return [];
      const { snapshot } = input;
      const email = orderEmailToDeliver(settings, { kind, occurredAt, snapshot }, () =>
        Promise.resolve(claim),
      );
      try {
        return [{ kind, outcome: await deliver({ ...email, contact, startedAt }) }];
      } catch (error) {
        log.warn('a mail could not be sent with the record of its order', {
          kind,
          code: failureCode(error),
        });
        return [];
      }
    };
    return { ...recorded, emails: (await Promise.all(claims.map(send))).flat() };
  };
}

/** The mail, where its kind is one of an order's. */
function endedEmailOf({ kind, outcome }: OtherwiseEndedEmail): readonly EndedEmail[] {
  return ORDER_EMAIL_KINDS.filter((known) => known === kind).map((known) => ({
    kind: known,
    outcome,
  }));
}

function occurredAtOf(
  emails: NonNullable<RecordHistoryInput['emails']>,
  kind: ClaimedEmail['kind'],
): string | null {
  return emails.find((email) => email.kind === kind)?.occurredAt ?? null;
}
