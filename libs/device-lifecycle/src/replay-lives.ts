import { assignLives } from './assign-lives';
import type { DeviceFact } from './device-fact';
import type { DeviceLife } from './device-life';
import { comparePositions, type FactPosition, positionOf } from './fact-position';
import { foldSlots } from './fold-slots';
import type { LifeEntry } from './folded-subscriptions';

/** Every fact once, in order of occurrence: what an archive or a table gives, made ready for a replay. */
export function inOrderOfOccurrence(facts: readonly DeviceFact[]): readonly DeviceFact[] {
  const byKey = new Map<string, DeviceFact>();
  for (const fact of [...facts].sort(comparePositions)) {
    const key = `${fact.type}:${fact.notificationId}`;
    if (!byKey.has(key)) byKey.set(key, fact);
  }
  return [...byKey.values()];
}

/**
 * Replays what happened to a device; a function of the set of facts, so that neither order of arrival nor
 * repetition can change the result.
 * @param entries in order of occurrence
 * @param past what was folded together before: the last position of earlier lives, and the end of the fold
 * @returns the lives in their order, the present one last
 */
export function replayLives(
  entries: readonly LifeEntry[],
  past: { readonly after: FactPosition | null; readonly until: FactPosition } | null,
): readonly DeviceLife[] {
  return assignLives(entries, past?.after ?? null).map((life) => {
    const newest = life.subscriptions.at(-1);
    return {
      customerId: life.customerId,
      after: life.after,
      foldedUntil: life.first === entries[0] ? (past?.until ?? null) : null,
      registrations: life.registrations.map(positionOf),
      deregistrations: life.deregistrations.map(positionOf),
      subscription: newest === undefined ? null : positionOf(newest),
      ...foldSlots(life),
    };
  });
}
