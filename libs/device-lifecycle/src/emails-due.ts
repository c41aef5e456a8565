import type { EmailSkipReason } from '@refill/order-lifecycle/order-event';
import { type CurrentChanges, currentChangesOf } from './current-changes';
import type { DeviceEmail } from './device-email';
import type { DeviceLife } from './device-life';
import { slotSnapshotOf } from './device-snapshot';
import type { DeviceState } from './device-state';
import type { DeviceView } from './device-view';
import { belongsTo, emailMarkOf } from './email-mark';
import { comparePositions, factEventKey, type FactPosition } from './fact-position';
import { isWorthTelling } from './slot-change';

/** A mail that has to be sent now, or that is due but must not be sent. */
export type DeviceEmailDue =
  | { readonly action: 'send'; readonly email: DeviceEmail }
  | { readonly action: 'skip'; readonly email: DeviceEmail; readonly reason: EmailSkipReason };

/**
 * The mails due that have not been begun, in the order in which what they tell of happened.
 *
 * Welcome, nudge and goodbye go at most once per life, `subscription-changed` at most once per notification.
 * What came too late to be true is skipped, not sent: what belongs to a life that is over, and a change of
 * a slot that has changed since, or of which a newer mail told already.
 */
export function emailsDue(state: DeviceState, view: DeviceView): readonly DeviceEmailDue[] {
  return view.lives
    .flatMap((life) => {
      const changes = currentChangesOf(life, state.emails);
      return emailsOf(state, view, life, changes).map((email): DeviceEmailDue => {
        const reason =
          reasonOfLife(email, life, view) ??
          (email.kind === 'subscription-changed' && changes(email).length === 0
            ? 'superseded'
            : null);
        return reason === null ? { action: 'send', email } : { action: 'skip', email, reason };
      });
    })
    .sort((a, b) => comparePositions(a.email.trigger, b.email.trigger));
}

/** Why a mail that was begun must not go out any more; `null` while it may. */
export function reasonAgainst(
  email: DeviceEmail,
  state: DeviceState,
  view: DeviceView,
): 'superseded' | 'device-deregistered' | null {
  const life = view.lives.find((candidate) => belongsTo(email, candidate));
  if (life === undefined) return 'superseded';
  const reason = reasonOfLife(email, life, view);
  if (reason !== null || email.kind !== 'subscription-changed') return reason;
  return currentChangesOf(life, state.emails)(email).length === 0 ? 'superseded' : null;
}

/** What speaks against a mail in how its life went on. */
function reasonOfLife(
  { kind }: DeviceEmail,
  life: DeviceLife,
  { lives }: DeviceView,
): 'superseded' | 'device-deregistered' | null {
  const present = lives.at(-1);
  const isOver = life !== present;
  const isDeregistered = life.deregistrations.length > 0;
  switch (kind) {
    case 'device-deregistered':
      // A goodbye is untrue for a customer who is back; a former owner still gets it.
      return !isDeregistered || (isOver && present?.customerId === life.customerId)
        ? 'superseded'
        : null;
    case 'choose-products':
      if (!isOver && !isDeregistered) return life.everSelected ? 'superseded' : null;
      break;
    case 'device-welcome':
    case 'subscription-changed':
      if (!isOver && !isDeregistered) return null;
  }
  return isOver ? 'superseded' : 'device-deregistered';
}

/** The mails of one life that have not been begun, whether they may be sent or not. */
function emailsOf(
  state: DeviceState,
  view: DeviceView,
  life: DeviceLife,
  currentChanges: CurrentChanges,
): readonly DeviceEmail[] {
  const { device } = state;
  const { customerId } = life;
  const about = <Kind extends DeviceEmail['kind']>(kind: Kind, fact: FactPosition) => ({
    kind,
    key: `${kind}:${fact.notificationId}`,
    device,
    customerId,
    trigger: { type: fact.type, notificationId: fact.notificationId, occurredAt: fact.occurredAt },
  });
  const slots = life.slots.map(slotSnapshotOf);
  const registration = life.registrations.at(-1);
  const deregistration = life.deregistrations.at(-1);
  const emails: DeviceEmail[] = [];
  if (registration !== undefined) {
    const registeredAt = registration.occurredAt;
    if (emailMarkOf(state.emails, life, 'device-welcome') === undefined) {
      const base = about('device-welcome', registration);
      emails.push({ ...base, occurredAt: registeredAt, registeredAt, slots });
    }
    if (life === view.lives.at(-1) && view.nudgeDueSince !== null) {
      const occurredAt = new Date(view.nudgeDueSince).toISOString();
      emails.push({ ...about('choose-products', registration), occurredAt, registeredAt, slots });
    }
  }
  const begun = new Set(state.emails.map(({ trigger }) => factEventKey(trigger)));
  for (const { fact, changes } of life.subscriptions) {
    const telling = changes.filter(isWorthTelling);
    if (telling.length === 0 || begun.has(factEventKey(fact))) continue;
    const base = about('subscription-changed', fact);
    const { occurredAt, version } = fact;
    const all = { ...base, occurredAt, version, changes: telling, slots };
    const current = currentChanges(all);
    emails.push(current.length === 0 ? all : { ...all, changes: current });
  }
  if (
    deregistration !== undefined &&
    emailMarkOf(state.emails, life, 'device-deregistered') === undefined
  ) {
    const deregisteredAt = deregistration.occurredAt;
    const registeredAt = registration?.occurredAt ?? null;
    const base = about('device-deregistered', deregistration);
    emails.push({ ...base, occurredAt: deregisteredAt, registeredAt, deregisteredAt });
  }
  return emails;
}
