import type { DeviceFact } from './device-fact';
import type { DeviceLife } from './device-life';
import { comparePositions, type FactPosition, positionOf } from './fact-position';
import type { FoldedSubscriptions, LifeEntry } from './folded-subscriptions';
import { replayLives } from './replay-lives';

/**
 * What the facts that are no longer held one by one came to: the newest of each kind in their last life.
 *
 * "The newest" does not depend on the order in which they came, so that a fact which comes later still finds
 * its place, however old it is: it counts where it is newer than what is known, and nowhere else.
 */
export interface DevicePast {
  /** The newest fact in it; whatever is older than this is taken in here, too. */
  readonly until: FactPosition;
  /** The last position before its life: what is older belongs to lives that are over. */
  readonly after: FactPosition | null;
  readonly customerId: string;
  readonly registration: FactPosition | null;
  readonly subscriptions: FoldedSubscriptions | null;
  readonly deregistration: FactPosition | null;
}

/** The past as steps of a life that can be replayed. */
export function unfoldPast(past: DevicePast | null): readonly LifeEntry[] {
  if (past === null) return [];
  const { customerId, registration, subscriptions, deregistration } = past;
  const entries: LifeEntry[] = [];
  if (registration !== null) {
    entries.push({ ...registration, type: 'device-registered', customerId });
  }
  if (subscriptions !== null) entries.push(subscriptions);
  if (deregistration !== null) {
    entries.push({ ...deregistration, type: 'device-deregistered', customerId });
  }
  return entries.sort(comparePositions);
}

/** Takes a fact into the past: one that is no longer held, or one that comes too late to be. */
export function foldIntoPast(past: DevicePast | null, fact: DeviceFact): DevicePast {
  const after = past?.after ?? null;
  if (past !== null && after !== null && comparePositions(fact, after) <= 0) return past;
  const entries = [...unfoldPast(past), fact].sort(comparePositions);
  const life = replayLives(entries, past).at(-1);
  if (life === undefined) throw new RangeError('a fact always belongs to a life');
  const until = past !== null && comparePositions(past.until, fact) > 0 ? past.until : fact;
  return { ...pastOf(life), until: positionOf(until) };
}

function pastOf(life: DeviceLife): Omit<DevicePast, 'until'> {
  const { after, customerId, subscription, version, slots, everSelected } = life;
  return {
    after,
    customerId,
    registration: life.registrations.at(-1) ?? null,
    subscriptions:
      subscription === null
        ? null
        : {
            ...subscription,
            type: 'subscription-changed',
            folded: true,
            customerId,
            version,
            slots,
            everSelected,
          },
    deregistration: life.deregistrations.at(-1) ?? null,
  };
}
