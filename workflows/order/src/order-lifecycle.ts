import {
  condition,
  log,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { emailEvent } from '@refill/order-lifecycle/email-event';
import { EMAIL_OUTCOME_UNKNOWN } from '@refill/order-lifecycle/email-outcome';
import { type EmailDue, emailsDue } from '@refill/order-lifecycle/emails-due';
import type { OrderEmailKind, OrderEvent } from '@refill/order-lifecycle/order-event';
import { eventsToRecord } from '@refill/order-lifecycle/order-events';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { orderFactSchema } from '@refill/order-lifecycle/order-fact-schema';
import { closeOrder, newOrder, withEmail } from '@refill/order-lifecycle/order-state';
import { isTerminal, type OrderStatus } from '@refill/order-lifecycle/order-status';
import { type OrderView, viewOrder } from '@refill/order-lifecycle/order-view';
import { orderPageUrl } from '@refill/order-lifecycle/history-page';
import { malformedSignalNote } from '@refill/order-lifecycle/malformed-signal';
import { revisionOf } from '@refill/order-lifecycle/revision';
import { waitMs } from '@refill/order-lifecycle/wait';
import type { RecordedEmail } from '@refill/temporal/order-activities';
import {
  changedSearchAttributes,
  erasedSearchAttributes,
} from '@refill/temporal/order-search-attributes';
import { DeadlineTimer, type TimerDeadline } from '@refill/temporal/deadline-timer';
import type { OrderWorkflowInput } from '@refill/temporal/order-messages';
import { afterRecord } from './after-record';
import { answerMessages } from './answer-messages';
import { EmailDispatch } from './email-dispatch';
import { describeDeadline, describeLateOrder, describeOrder } from './order-details';
import { OrderInbox } from './order-inbox';
import { recordHistory } from './record-history';

/**
 * The life of one replenishment order, from the first word about it to its end.
 *
 * It only moves facts in and effects out; every rule is in `@refill/order-lifecycle`.
 * @returns the final status, or `late` when an earlier run had ended the order
 */
export async function orderLifecycle(input: OrderWorkflowInput): Promise<OrderStatus | 'late'> {
  let state = newOrder(input.orderId, input.windows);
  /** Counts what happened, so that the loop sees news that came while it was busy. */
  let news = 0;
  let timeline: readonly OrderEvent[] = [];
  /** Whether to record even what has not changed. */
  let forced = false;
  /** Events that no fact and no deadline stands behind. */
  const unrecorded: OrderEvent[] = [];
  /** Mails whose row is claimed: by this run, or by a killed worker that knew less of the order. */
  let claimed: readonly OrderEmailKind[] = [];
  const { timerFirst = false, timerKept = false } = input;
  const timer = timerFirst ? new DeadlineTimer(timerKept) : null;
  const inbox = new OrderInbox();

  const take = (payload: OrderFact): void => {
    news += 1;
    timer?.taskBegan();
    const fact = orderFactSchema.safeParse(payload);
    if (fact.success) {
      inbox.put(fact.data);
      // An order that began before the inbox was there took it in at once, and has to do so in a replay.
      if (timer === null) state = inbox.take(state, Date.now());
      return;
    }
    // Only a signal sent by hand can be malformed: it is noted, for nothing is dropped in silence.
    log.warn('ignored a malformed signal');
    unrecorded.push(malformedSignalNote(news, new Date().toISOString(), fact.error));
  };
  answerMessages({
    take,
    eraseCustomer: () => {
      news += 1;
      timer?.taskBegan();
      forced = true;
    },
    state: () => viewOrder(inbox.ahead(state, Date.now()), Date.now())?.snapshot ?? null,
    timeline: () => timeline,
  });

  const { emailLocalFirst = true } = input;
  const emails = new EmailDispatch(emailLocalFirst, (settled) => {
    state = withEmail(state, settled.kind, settled.outcome);
    if (settled.recorded) timeline = [...timeline, settled.event];
    else unrecorded.push(settled.event);
    if (settled.regular) timer?.taskBegan();
    news += 1;
  });
  const page =
    input.historyUrl === undefined ? null : orderPageUrl(input.historyUrl, input.orderId);
  let recorded = '';
  let records = 0;

  for (;;) {
    const seen = news;
    const now = Date.now();
    state = inbox.take(state, now);
    const view = viewOrder(state, now);
    if (view === null) {
      await condition(() => news > seen);
      continue;
    }
    if (isTerminal(view.snapshot.status)) state = closeOrder(state);
    timer?.arm(timerDeadlineOf(view));

    const attributes = changedSearchAttributes(workflowInfo().typedSearchAttributes, view.snapshot);
    if (attributes.length > 0) upsertSearchAttributes(attributes);

    emails.withdrawUntrue(view.snapshot);
    for (const email of emailsDue(state, view)) {
      if (email.action === 'send') continue;
      const skipped = { outcome: 'skipped', reason: email.reason } as const;
      state = withEmail(state, email.kind, skipped);
      unrecorded.push(emailEvent(email.kind, skipped, new Date().toISOString()));
    }
    const events = [...eventsToRecord(state, view), ...unrecorded.splice(0)];

    /** Mails that the record tried to send. */
    let tried: readonly OrderEmailKind[] = [];
    const content = JSON.stringify(view.snapshot);
    if (events.length > 0 || content !== recorded || forced) {
      records += 1;
      forced = false;
      const revision = revisionOf(workflowInfo().historyLength, records);
      const mails = emailLocalFirst ? emailsDue(state, view).flatMap(emailToRecord) : [];
      const { result, regular } = await recordHistory(
        { snapshot: view.snapshot, events, windows: input.windows, revision },
        mails,
      );
      // The end of a local activity and the signals of a task may come at once, and one after the other in a replay.
      if (regular || !timerKept) {
        timer?.taskBegan();
        state = inbox.take(state, Date.now());
        // By the time at which this round began: what passed meanwhile is for the next.
        timer?.rearm(timerDeadlineOf(viewOrder(state, now) ?? view));
      }
      if (result.outcome === 'closed-elsewhere') {
        // What came meanwhile is late as well, and has to be recorded.
        if (timer !== null && news > seen) continue;
        timer?.disarm();
        setCurrentDetails(describeLateOrder(page));
        return 'late';
      }
      recorded = content;
      claimed = result.unsettledEmails ?? [];
      tried = result.emails === undefined ? [] : mails.map(({ kind }) => kind);
      const after = afterRecord({ state, timeline }, events, result, Date.now());
      ({ state, timeline } = after);
      news += after.newFacts;
      const { customerPseudonym } = result;
      if (customerPseudonym !== undefined) {
        recorded = JSON.stringify({ ...view.snapshot, customerId: customerPseudonym });
        const erased = erasedSearchAttributes(
          workflowInfo().typedSearchAttributes,
          customerPseudonym,
        );
        if (erased.length > 0) upsertSearchAttributes(erased);
      }
    }
    // Only now, and from what is known now: writing may have taken hours, and a mail must not be outdated.
    const current = viewOrder(state, Date.now()) ?? view;
    for (const email of emailsDue(state, current)) {
      if (email.action === 'send') {
        state = withEmail(state, email.kind, 'pending');
        emails.begin(email, current.snapshot, tried.includes(email.kind));
      } else {
        news += 1;
      }
    }
    setCurrentDetails(describeOrder(view, state, page));

    if (news > seen) continue;
    if (state.closed && emails.idle) {
      const left = claimed.filter((kind) => state.emails[kind] === undefined);
      if (left.length === 0) return view.snapshot.status;
      // Nobody asks for it any more, and nobody knows whether it went out before that worker was killed.
      for (const kind of left) {
        state = withEmail(state, kind, EMAIL_OUTCOME_UNKNOWN);
        unrecorded.push(emailEvent(kind, EMAIL_OUTCOME_UNKNOWN, new Date().toISOString()));
      }
      continue;
    }
    if (timer !== null) {
      await condition(() => news > seen || timer.fired);
      timer.disarm();
    } else if (view.nextDeadline === null) {
      await condition(() => news > seen);
    } else {
      await condition(() => news > seen, waitMs(view.nextDeadline.at, Date.now()), {
        summary: describeDeadline(view.nextDeadline),
      });
    }
  }
}

/** What the timer of an order waits for. */
function timerDeadlineOf({ nextDeadline }: OrderView): TimerDeadline | null {
  return nextDeadline === null
    ? null
    : { at: nextDeadline.at, summary: describeDeadline(nextDeadline) };
}

/** What the record is told of a mail that it shall send. */
function emailToRecord({ kind, action, occurredAt }: EmailDue): readonly RecordedEmail[] {
  return action === 'send' ? [{ kind, occurredAt }] : [];
}
