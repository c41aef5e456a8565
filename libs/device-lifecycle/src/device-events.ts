import type { FactEvent } from './device-event';
import type { DeviceFact } from './device-fact';
import type { DeviceState } from './device-state';
import type { DeviceView } from './device-view';
import { comparePositions, factEventKey } from './fact-position';
import type { SlotChange } from './slot-change';

/**
 * The events that the history does not hold yet, in the order in which they happened.
 *
 * They may be recorded in slices, oldest first. Mails are not among them: who sends one records it.
 */
export function eventsToRecord(state: DeviceState, view: DeviceView): readonly FactEvent[] {
  const recorded = new Set(state.recorded);
  const changes = new Map(
    view.lives.flatMap((life) =>
      life.subscriptions.map((step) => [factEventKey(step.fact), step.changes] as const),
    ),
  );
  return [...state.late, ...state.facts.filter((fact) => !recorded.has(factEventKey(fact)))]
    .sort(comparePositions)
    .map((fact) => eventOf(fact, changes.get(factEventKey(fact)) ?? []));
}

function eventOf(fact: DeviceFact, changes: readonly SlotChange[]): FactEvent {
  const { notificationId, occurredAt } = fact;
  const base = { key: factEventKey(fact), occurredAt, notificationId };
  switch (fact.type) {
    case 'device-registered':
      return { ...base, type: fact.type, data: { fact } };
    case 'device-deregistered':
      return { ...base, type: fact.type, data: { fact } };
    case 'subscription-changed':
      return { ...base, type: fact.type, data: { fact, changes } };
  }
}
