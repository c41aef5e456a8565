import type { LifeEntries } from './assign-lives';
import { causeOfChange } from './cause-of-change';
import type { SubscriptionChanged, SubscriptionVersion } from './device-fact';
import type { SubscriptionStep } from './device-life';
import { comparePositions, type FactPosition } from './fact-position';
import { isFolded } from './folded-subscriptions';
import { echoesOf } from './registration-echo';
import { sideOf, type SlotChange } from './slot-change';
import { EMPTY_SLOT, hearSlot, isSelected, type SlotState, UNKNOWN_SLOT } from './slot-state';
import type { SubscriptionCause } from './subscription-cause';

/** The slots of a life and how they came to be so. */
export interface FoldedSlots {
  /** Sorted by `slotId`. */
  readonly slots: readonly SlotState[];
  readonly version: SubscriptionVersion | null;
  readonly everSelected: boolean;
  readonly subscriptions: readonly SubscriptionStep[];
}

/** Goes through the subscription changes of a life and compares every slot before and after. */
export function foldSlots({ after, registrations, subscriptions }: LifeEntries): FoldedSlots {
  const echoes = echoesOf(registrations, subscriptions);
  const [registration] = registrations;
  const slots = new Map<string, SlotState>();
  const steps: SubscriptionStep[] = [];
  let version: SubscriptionVersion | null = null;
  let everSelected = false;
  for (const entry of subscriptions) {
    if (isFolded(entry)) {
      for (const slot of entry.slots) slots.set(slot.slotId, sinceLifeBegan(slot, after));
      version = entry.version ?? version;
      everSelected ||= entry.everSelected;
      continue;
    }
    const changes = applySubscription(slots, entry, {
      isEcho: echoes.has(entry),
      registered: registration !== undefined && comparePositions(registration, entry) < 0,
    });
    steps.push({ fact: entry, changes });
    if (entry.slots.length > 0) version = entry.version;
    everSelected ||= [...slots.values()].some(isSelected);
  }
  return {
    slots: [...slots.values()].sort((a, b) => (a.slotId < b.slotId ? -1 : 1)),
    version,
    everSelected,
    subscriptions: steps,
  };
}

/** A change that turns out to be older than the life is none of its changes. */
function sinceLifeBegan(slot: SlotState, after: FactPosition | null): SlotState {
  if (slot.change === null || after === null) return slot;
  const changedAt = { ...slot.change, type: 'subscription-changed' as const };
  return comparePositions(changedAt, after) > 0 ? slot : { ...slot, change: null };
}

/** What a SubscriptionChanged owes to its life besides the slots. */
interface Circumstances {
  /** Whether it was caused by a registration. */
  readonly isEcho: boolean;
  /** Whether a registration is known before it. */
  readonly registered: boolean;
}

function applySubscription(
  slots: Map<string, SlotState>,
  fact: SubscriptionChanged,
  { isEcho, registered }: Circumstances,
): readonly SlotChange[] {
  const isFirst = slots.size === 0;
  const unheard = isFirst && !registered && !isEcho ? UNKNOWN_SLOT : EMPTY_SLOT;
  const heard = fact.slots.map((word) => {
    const before = slots.get(word.slotId);
    const content = hearSlot(before ?? unheard, word, fact.version);
    return { slotId: word.slotId, before, content };
  });
  // Four of the five causes need a selection: the first word after a registration that names none has the fifth.
  const tellsOfRegistration =
    isFirst && (isEcho || (registered && !heard.some(({ content }) => isSelected(content))));
  const changes: SlotChange[] = [];
  for (const { slotId, before, content } of heard) {
    const seen = causeOfChange(before ?? unheard, content);
    const cause: SubscriptionCause | null =
      tellsOfRegistration || (isEcho && seen !== null) ? 'new-registration' : seen;
    const { notificationId, occurredAt } = fact;
    slots.set(slotId, {
      slotId,
      ...content,
      change: cause === null ? (before?.change ?? null) : { cause, notificationId, occurredAt },
    });
    if (cause !== null) {
      changes.push({ slotId, cause, before: sideOf(before ?? unheard), after: sideOf(content) });
    }
  }
  return changes;
}
