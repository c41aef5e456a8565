import type { DeviceDeregistered, DeviceRegistered, SubscriptionChanged } from './device-fact';
import { type FactPosition, positionOf } from './fact-position';
import type { FoldedSubscriptions, LifeEntry } from './folded-subscriptions';
import { REGISTRATION_ECHO_MS } from './registration-echo';

/** What belongs to one life, each list in order of occurrence. */
export interface LifeEntries {
  readonly customerId: string;
  /** The entry that begins it. */
  readonly first: LifeEntry;
  /** The last position before this life. */
  readonly after: FactPosition | null;
  readonly registrations: DeviceRegistered[];
  readonly deregistrations: DeviceDeregistered[];
  readonly subscriptions: (SubscriptionChanged | FoldedSubscriptions)[];
}

/**
 * Parts what happened to a device into its lives; the last one is the present.
 *
 * A deregistration ends the life of its customer; what comes next begins a new one. A second registration by
 * the same customer goes on with the life, one by another customer begins a new one, even where the
 * deregistration never came. What a former owner's registration still causes after that stays in their life.
 * @param entries in order of occurrence
 * @param after the last position before the entries, `null` where none is known
 */
export function assignLives(
  entries: readonly LifeEntry[],
  after: FactPosition | null,
): readonly LifeEntries[] {
  const lives: LifeEntries[] = [];
  let previous = after;
  for (const [index, entry] of entries.entries()) {
    const { customerId } = entry;
    const begin = (): LifeEntries => ({
      customerId,
      first: entry,
      after: previous === null ? null : positionOf(previous),
      registrations: [],
      deregistrations: [],
      subscriptions: [],
    });
    const last = lives.at(-1);
    const theirs = lives.findLast((life) => life.customerId === customerId);
    const isTheirsOpen = theirs !== undefined && isOpen(theirs);
    switch (entry.type) {
      case 'device-registered': {
        const life = isTheirsOpen && theirs === last ? theirs : begin();
        life.registrations.push(entry);
        if (life !== last) lives.push(life);
        break;
      }
      case 'subscription-changed': {
        const goesOn =
          isTheirsOpen &&
          (theirs === last || (isOpen(last) && !heraldsRegistration(entry, index, entries)));
        const life = goesOn ? theirs : begin();
        life.subscriptions.push(entry);
        if (!goesOn) lives.push(life);
        break;
      }
      case 'device-deregistered': {
        const life = theirs ?? begin();
        life.deregistrations.push(entry);
        // A former owner of whom Refill knew nothing: the present life is not theirs to end.
        if (theirs === undefined) lives.splice(isOpen(last) ? -1 : lives.length, 0, life);
        break;
      }
    }
    previous = entry;
  }
  return lives;
}

/** Whether no deregistration has ended a life. */
function isOpen(life: LifeEntries | undefined): boolean {
  return life?.deregistrations.length === 0;
}

/** Whether a registration by the same customer follows so soon that it caused this. */
function heraldsRegistration(
  entry: LifeEntry,
  index: number,
  entries: readonly LifeEntry[],
): boolean {
  const next = entries.find(
    ({ type, customerId }, place) =>
      place > index && customerId === entry.customerId && type !== 'subscription-changed',
  );
  return (
    next?.type === 'device-registered' &&
    Date.parse(next.occurredAt) - Date.parse(entry.occurredAt) <= REGISTRATION_ECHO_MS
  );
}
