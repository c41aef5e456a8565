import { compactDevice } from '../compact-device';
import { carryDevice, deviceCarrySchema } from '../device-carry';
import type { DeviceEmail } from '../device-email';
import { eventsToRecord } from '../device-events';
import type { DeviceFact } from '../device-fact';
import { DEFAULT_DEVICE_MEMORY, type DeviceMemory } from '../device-memory';
import type { DeviceSnapshot } from '../device-snapshot';
import { applyFact, type DeviceState, newDevice, withEmail, withRecorded } from '../device-state';
import { viewDevice } from '../device-view';
import { DEFAULT_DEVICE_WINDOWS } from '../device-windows';
import { emailsDue } from '../emails-due';
import { DEVICE } from './facts';

/** A fact and the time at which it reaches the device: ms since the epoch. */
export interface Arrival {
  readonly fact: DeviceFact;
  readonly arrivesAt: number;
  /** Whether the workflow goes on as new after it. */
  readonly carry?: boolean;
}

/** What a device went through. */
export interface Course {
  readonly sent: readonly DeviceEmail[];
  readonly skipped: readonly DeviceEmail[];
  readonly eventKeys: readonly string[];
  readonly snapshots: readonly DeviceSnapshot[];
  readonly final: DeviceSnapshot;
  readonly state: DeviceState;
}

/** Lives a device as its workflow does: every arrival and every deadline in turn, up to the end of time. */
export function live(
  arrivals: readonly Arrival[],
  memory: DeviceMemory = DEFAULT_DEVICE_MEMORY,
): Course {
  let state = newDevice(DEVICE, DEFAULT_DEVICE_WINDOWS, memory);
  const sent: DeviceEmail[] = [];
  const skipped: DeviceEmail[] = [];
  const eventKeys: string[] = [];
  const snapshots: DeviceSnapshot[] = [];

  const look = (now: number): number | null => {
    const view = viewDevice(state, now);
    if (view === null) throw new Error('a device of which something is known has a view');
    const keys = eventsToRecord(state, view).map((event) => event.key);
    eventKeys.push(...keys);
    state = withRecorded(state, keys);
    for (const due of emailsDue(state, view)) {
      (due.action === 'send' ? sent : skipped).push(due.email);
      state = withEmail(
        state,
        due.email,
        due.action === 'send'
          ? { outcome: 'sent', messageId: due.email.key }
          : { outcome: 'skipped', reason: due.reason },
      );
    }
    state = compactDevice(state);
    snapshots.push(view.snapshot);
    return viewDevice(state, now)?.nextDeadline?.at ?? null;
  };

  let next: number | null = null;
  for (const { fact, arrivesAt, carry } of arrivals) {
    while (next !== null && next < arrivesAt) next = look(next);
    state = applyFact(state, fact);
    next = look(arrivesAt);
    if (carry === true) state = throughJson(state);
  }
  while (next !== null) next = look(next);
  const final = snapshots.at(-1);
  if (final === undefined) throw new Error('nothing arrived');
  return { sent, skipped, eventKeys, snapshots, final, state };
}

/** A state as the next run gets it. */
export function throughJson(state: DeviceState): DeviceState {
  const text = JSON.stringify(carryDevice(state));
  return deviceCarrySchema.parse(JSON.parse(text)).state;
}

/** A device after these facts, without anything recorded or sent. */
export function after(...facts: readonly DeviceFact[]): DeviceState {
  return facts.reduce(applyFact, newDevice(DEVICE, DEFAULT_DEVICE_WINDOWS));
}

/** The snapshot after these facts. */
export function snapshotAfter(...facts: readonly DeviceFact[]): DeviceSnapshot {
  const view = viewDevice(after(...facts), 0);
  if (view === null) throw new Error('no view');
  return view.snapshot;
}

/** Takes facts that all came before the workflow could look: one round for all of them. */
export function takeAtOnce(facts: readonly DeviceFact[]) {
  let state = after(...facts);
  const applied = state.facts.length;
  const now = Date.parse(facts.at(-1)?.occurredAt ?? '');
  const view = viewDevice(state, now);
  if (view === null) throw new Error('no view');
  state = withRecorded(
    state,
    eventsToRecord(state, view).map((event) => event.key),
  );
  const due = emailsDue(state, view);
  for (const { email } of due) {
    state = withEmail(state, email, { outcome: 'skipped', reason: 'too-old' });
  }
  state = compactDevice(state);
  const { snapshot } = viewDevice(state, now) ?? view;
  return { applied, course: { state, snapshot, due } };
}
