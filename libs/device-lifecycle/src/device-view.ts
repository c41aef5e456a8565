import type { DeviceLife } from './device-life';
import { unfoldPast } from './device-past';
import { type DeviceSnapshot, snapshotOf } from './device-snapshot';
import type { DeviceState } from './device-state';
import { emailMarkOf } from './email-mark';
import { replayLives } from './replay-lives';

/** What a device waits for next. */
export interface DeviceDeadline {
  /** The customer is asked to choose products. */
  readonly kind: 'nudge';
  /** ms since the epoch. */
  readonly at: number;
}

/** All that follows from a device's state at one moment. */
export interface DeviceView {
  readonly snapshot: DeviceSnapshot;
  /** Every life that is remembered; the last one is the present. */
  readonly lives: readonly DeviceLife[];
  /** When the nudge fell due that is to go out now: ms since the epoch; `null` where none is. */
  readonly nudgeDueSince: number | null;
  readonly nextDeadline: DeviceDeadline | null;
}

/**
 * Derives the lives, the present one's snapshot and the next deadline from what is known.
 * @param now ms since the epoch
 * @returns `null` while nothing is known
 */
export function viewDevice(state: DeviceState, now: number): DeviceView | null {
  const lives = replayLives([...unfoldPast(state.past), ...state.facts], state.past);
  const present = lives.at(-1);
  const newest = state.facts.at(-1) ?? state.past?.until;
  if (present === undefined || newest === undefined) return null;
  const nudgeAt = nudgeTimeOf(state, present);
  const nudgeIsDue = nudgeAt !== null && nudgeAt <= now;
  return {
    snapshot: snapshotOf(state.device, present, newest.occurredAt),
    lives,
    nudgeDueSince: nudgeIsDue ? nudgeAt : null,
    nextDeadline: nudgeAt === null || nudgeIsDue ? null : { kind: 'nudge', at: nudgeAt },
  };
}

/** A selection since the registration ends the wait for good, a deregistration with the life. */
function nudgeTimeOf(state: DeviceState, present: DeviceLife): number | null {
  const registration = present.registrations.at(-1);
  return registration === undefined ||
    present.deregistrations.length > 0 ||
    present.everSelected ||
    emailMarkOf(state.emails, present, 'choose-products') !== undefined
    ? null
    : Date.parse(registration.occurredAt) + state.windows.nudgeAfterMs;
}
