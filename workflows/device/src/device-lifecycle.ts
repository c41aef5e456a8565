import {
  condition,
  continueAsNew,
  log,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { compactDevice } from '@refill/device-lifecycle/compact-device';
import { carryDevice, type DeviceCarry } from '@refill/device-lifecycle/device-carry';
import type { DeviceEvent } from '@refill/device-lifecycle/device-event';
import { eventsToRecord } from '@refill/device-lifecycle/device-events';
import type { DeviceFact } from '@refill/device-lifecycle/device-fact';
import { deviceFactSchema } from '@refill/device-lifecycle/device-fact-schema';
import {
  applyFact,
  newDevice,
  type DeviceState,
  withEmail,
  withRecorded,
} from '@refill/device-lifecycle/device-state';
import type { DeviceStatus } from '@refill/device-lifecycle/device-status';
import { type DeviceView, viewDevice } from '@refill/device-lifecycle/device-view';
import { emailEvent } from '@refill/device-lifecycle/email-event';
import { emailsDue, type DeviceEmailDue } from '@refill/device-lifecycle/emails-due';
import {
  eventWithCustomerErased,
  withCustomerErased,
} from '@refill/device-lifecycle/with-customer-erased';
import { withoutPendingEmails } from '@refill/device-lifecycle/without-pending-emails';
import { devicePageUrl } from '@refill/order-lifecycle/history-page';
import { malformedSignalNote } from '@refill/order-lifecycle/malformed-signal';
import { revisionOf } from '@refill/order-lifecycle/revision';
import { customerErasedSignal, type ErasedCustomer } from '@refill/temporal/customer-messages';
import { DeadlineTimer } from '@refill/temporal/deadline-timer';
import {
  deviceGoneSignal,
  deviceRegisteredSignal,
  deviceStateQuery,
  deviceTimelineQuery,
  type DeviceWorkflowInput,
  subscriptionChangedSignal,
} from '@refill/temporal/device-messages';
import { beginDevice } from './begin-device';
import { describeDevice } from './device-details';
import { recordDevice } from './device-history';
import { DeviceInbox } from './device-inbox';
import { changedSearchAttributes } from './device-search-attributes';
import { tellOrdersOfDeregistrations } from './deregister-orders';
import { EmailDispatch } from './email-dispatch';
import { waitForNews } from './wait-for-news';

/** How many of the newest events the query `timeline` gives: a payload of Temporal's holds 2 MB at most. */
const TIMELINE_LENGTH = 200;

/**
 * A device through all its lives, from the first word about it until it is deregistered; a later word starts
 * a new run, which goes on from the history.
 *
 * It only moves facts in and effects out; every rule is in `@refill/device-lifecycle`.
 * @returns the final status
 */
export async function deviceLifecycle(input: DeviceWorkflowInput): Promise<DeviceStatus> {
  const { device } = input;
  const page = input.historyUrl === undefined ? null : devicePageUrl(input.historyUrl, device);
  const inbox = new DeviceInbox();
  let state = newDevice(device, input.windows);
  /** Whether `state` holds what was known before this run. */
  let begun = false;
  /** Counts what happened, so that the loop sees news that came while it was busy. */
  let news = 0;
  /** Whether to record even what has not changed. */
  let forced = false;
  let timeline: readonly DeviceEvent[] = [];
  /** Events that no fact stands behind. */
  const unrecorded: DeviceEvent[] = [];

  const timer = input.timerKept === true ? new DeadlineTimer(true) : null;

  const put = (payload: DeviceFact): void => {
    news += 1;
    timer?.taskBegan();
    const fact = deviceFactSchema.safeParse(payload);
    if (fact.success) {
      inbox.put(fact.data);
      return;
    }
    // Only a signal sent by hand can be malformed: it is noted, for nothing is dropped in silence.
    log.warn('ignored a malformed signal');
    unrecorded.push(malformedSignalNote(news, new Date().toISOString(), fact.error));
  };
  setHandler(deviceRegisteredSignal, put, { description: 'The customer registered the device.' });
  setHandler(deviceGoneSignal, put, { description: 'The device is no longer registered.' });
  setHandler(subscriptionChangedSignal, put, {
    description: 'The state of every slot after a change.',
  });
  setHandler(
    customerErasedSignal,
    () => {
      news += 1;
      timer?.taskBegan();
      forced = true;
    },
    { description: "A customer's data were erased: the device forgets the id." },
  );
  setHandler(
    deviceStateQuery,
    () => (begun ? (viewDevice(inbox.ahead(state), Date.now())?.snapshot ?? null) : null),
    { description: 'What is known of the device now.' },
  );
  setHandler(deviceTimelineQuery, () => timeline, {
    description: `What happened to the device in this run, oldest first; the newest ${String(TIMELINE_LENGTH)}.`,
  });

  const emails = new EmailDispatch(input.emailLocalFirst ?? true, ({ email, ...ended }) => {
    state = withEmail(state, email, ended.outcome);
    if (ended.recorded) timeline = [...timeline, ended.event].slice(-TIMELINE_LENGTH);
    else unrecorded.push(ended.event);
    if (ended.regular) timer?.taskBegan();
    news += 1;
  });
  const skip = ({ email, reason }: SkippedEmail): void => {
    const skipped = { outcome: 'skipped', reason } as const;
    state = withEmail(state, email, skipped);
    unrecorded.push(emailEvent(email, skipped, new Date().toISOString()));
  };
  const beginEmails = (view: DeviceView): void => {
    const due = emailsDue(state, view);
    const known = new Set(due.map(({ email }) => email.key));
    // While more waits to be taken in, only what it does not make untrue is begun.
    for (const mail of inbox.empty ? due : emailsDueAhead(inbox.ahead(state))) {
      if (!known.has(mail.email.key)) continue;
      if (mail.action === 'send') {
        state = withEmail(state, mail.email, 'pending');
        emails.begin(mail.email);
      } else {
        skip(mail);
        news += 1;
      }
    }
  };
  const forget = (erased: ErasedCustomer): void => {
    const before = state;
    state = withCustomerErased(state, erased);
    if (state !== before) news += 1;
    inbox.forget(erased);
    emails.forget(erased);
    timeline = timeline.map((event) => eventWithCustomerErased(event, erased));
  };

  // More that comes while the history is asked is for the next round: in a replay it may come later.
  let toTake = timer === null ? Infinity : inbox.size;
  const { state: known, generation } = await beginDevice(input);
  state = known;
  begun = true;
  let recorded = JSON.stringify(viewDevice(state, Date.now())?.snapshot);
  let carry = carryOf(state);
  let records = 0;
  /** Whether this run hands over to the next. */
  let leaving = false;

  for (;;) {
    const seen = news;
    for (const fact of await inbox.take(state, toTake)) state = applyFact(state, fact);
    toTake = Infinity;
    const view = viewDevice(state, Date.now());
    if (view === null) {
      if (inbox.empty) await condition(() => news > seen);
      continue;
    }
    emails.withdrawUntrue(state, view);
    for (const mail of emailsDue(state, view)) if (mail.action === 'skip') skip(mail);
    const events = [...eventsToRecord(state, view), ...unrecorded.splice(0)];

    const content = JSON.stringify(view.snapshot);
    if (events.length > 0 || content !== recorded || forced) {
      forced = false;
      records += 1;
      const keys = events.map((event) => event.key);
      carry = carryOf(withRecorded(state, keysOfToldEvents(events)));
      const revision = revisionOf(workflowInfo().historyLength, records);
      const { snapshot } = view;
      const result = await recordDevice({ snapshot, events, carry, generation, revision });
      recorded = content;
      timeline = [...timeline, ...events].slice(-TIMELINE_LENGTH);
      state = withRecorded(state, keys);
      for (const erased of result.erasedCustomers) forget(erased);
      show(viewDevice(state, Date.now()) ?? view, state, page);
      // Only now, so that an order that is recorded from now on finds the deregistration in the history.
      await tellOrdersOfDeregistrations(device, events);
    }
    // Only now, and from what is known now: writing may have taken hours, and a mail must not be outdated.
    if (!leaving) beginEmails(viewDevice(state, Date.now()) ?? view);
    state = compactDevice(state);
    const current = viewDevice(state, Date.now()) ?? view;
    show(current, state, page);

    if (news > seen || !inbox.empty) continue;
    // From here to the end of the run nothing is awaited: what has come by now is not lost.
    if (current.snapshot.status === 'deregistered' && emails.idle && !leaving) {
      if (JSON.stringify(carryOf(state)) === JSON.stringify(carry)) return 'deregistered';
      // The next run begins with what the history holds: also with how the mails ended.
      forced = true;
      continue;
    }
    if (leaving || workflowInfo().continueAsNewSuggested) {
      leaving = true;
      emails.leaveToNextRun();
      if (emails.idle) {
        const next = { ...input, carry: carryOf(state), generation: generation + 1 };
        return await continueAsNew<typeof deviceLifecycle>(next);
      }
      await condition(() => emails.idle || news > seen);
      continue;
    }
    await waitForNews(timer, current.nextDeadline, () => news > seen);
  }
}

/** Shows in the Temporal UI how the device stands. */
function show(view: DeviceView, state: DeviceState, page: string | null): void {
  const changed = changedSearchAttributes(workflowInfo().typedSearchAttributes, view.snapshot);
  if (changed.length > 0) upsertSearchAttributes(changed);
  setCurrentDetails(describeDevice(view, state, page));
}

type SkippedEmail = Extract<DeviceEmailDue, { readonly action: 'skip' }>;

/** The mails due once all that waits is taken in. */
function emailsDueAhead(ahead: DeviceState): readonly DeviceEmailDue[] {
  const view = viewDevice(ahead, Date.now());
  return view === null ? [] : emailsDue(ahead, view);
}

/**
 * The keys of the events that are done with once they are recorded.
 *
 * Of a deregistration the orders are still to be told. A worker that is killed in between leaves the record behind
 * and no trace in Temporal: the run then begins anew with what the history holds, and has to tell them.
 */
function keysOfToldEvents(events: readonly DeviceEvent[]): readonly string[] {
  return events.flatMap(({ key, type }) => (type === 'device-deregistered' ? [] : [key]));
}

/** What a later run has to know, mails on their way left out: it begins those again. */
function carryOf(state: DeviceState): DeviceCarry {
  return carryDevice(withoutPendingEmails(compactDevice(state)));
}
