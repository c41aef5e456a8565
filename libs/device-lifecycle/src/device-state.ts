import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { DeviceEmail, DeviceEmailKind } from './device-email';
import type { DeviceFact } from './device-fact';
import { DEFAULT_DEVICE_MEMORY, type DeviceMemory } from './device-memory';
import { type DevicePast, foldIntoPast } from './device-past';
import type { DeviceWindows } from './device-windows';
import {
  comparePositions,
  factEventKey,
  type FactPosition,
  isSameNotification,
} from './fact-position';

/** What a device remembers; everything else is derived from it. It is plain JSON. */
export interface DeviceState {
  readonly device: DeviceIdentity;
  readonly windows: DeviceWindows;
  readonly memory: DeviceMemory;
  /** What the facts that are no longer held came to. */
  readonly past: DevicePast | null;
  /** The facts newer than the past, each once, in order of occurrence. */
  readonly facts: readonly DeviceFact[];
  /** Facts that came too late to be held and that the history does not have yet, in order of arrival. */
  readonly late: readonly DeviceFact[];
  /** Event keys of the facts held that the history has. */
  readonly recorded: readonly string[];
  /** Event keys of facts that are no longer held, the last forgotten at the end. */
  readonly forgotten: readonly string[];
  readonly emails: readonly DeviceEmailMark[];
}

/** How a mail stands that was begun or skipped. */
export interface DeviceEmailMark {
  readonly kind: DeviceEmailKind;
  /** The fact that it tells of. */
  readonly trigger: FactPosition;
  readonly customerId: string;
  /** The slots whose change it tells of. */
  readonly slotIds: readonly string[];
  readonly outcome: EmailOutcome | 'pending';
}

/** A device of which nothing is known yet. */
export function newDevice(
  device: DeviceIdentity,
  windows: DeviceWindows,
  memory: DeviceMemory = DEFAULT_DEVICE_MEMORY,
): DeviceState {
  return {
    device,
    windows,
    memory,
    past: null,
    facts: [],
    late: [],
    recorded: [],
    forgotten: [],
    emails: [],
  };
}

/** Adds a fact; a redelivery changes nothing and gives the same state back. */
export function applyFact(state: DeviceState, fact: DeviceFact): DeviceState {
  const { past, facts, late, forgotten } = state;
  if (
    facts.some((known) => isSameNotification(known, fact)) ||
    late.some((known) => isSameNotification(known, fact)) ||
    forgotten.includes(factEventKey(fact))
  ) {
    return state;
  }
  if (past !== null && comparePositions(fact, past.until) <= 0) {
    return { ...state, past: foldIntoPast(past, fact), late: [...late, fact] };
  }
  const place = facts.findLastIndex((known) => comparePositions(known, fact) < 0) + 1;
  return { ...state, facts: facts.toSpliced(place, 0, fact) };
}

/** Notes that the history holds these events. */
export function withRecorded(state: DeviceState, keys: readonly string[]): DeviceState {
  const given = new Set(keys);
  const isGiven = (fact: DeviceFact): boolean => given.has(factEventKey(fact));
  const settled = state.late.filter(isGiven).map(factEventKey);
  return {
    ...state,
    late: state.late.filter((fact) => !isGiven(fact)),
    forgotten: [...state.forgotten, ...settled].slice(-state.memory.ids),
    recorded: [...new Set([...state.recorded, ...state.facts.filter(isGiven).map(factEventKey)])],
  };
}

/** Notes how a mail stands. */
export function withEmail(
  state: DeviceState,
  email: DeviceEmail,
  outcome: EmailOutcome | 'pending',
): DeviceState {
  const { kind, trigger, customerId } = email;
  const slotIds = kind === 'subscription-changed' ? email.changes.map(({ slotId }) => slotId) : [];
  const others = state.emails.filter(
    (mark) => mark.kind !== kind || !isSameNotification(mark.trigger, trigger),
  );
  return { ...state, emails: [...others, { kind, trigger, customerId, slotIds, outcome }] };
}
