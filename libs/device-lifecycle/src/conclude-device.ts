import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { DeviceFact } from './device-fact';
import type { DeviceLife } from './device-life';
import { type DeviceSnapshot, snapshotOf } from './device-snapshot';
import { inOrderOfOccurrence, replayLives } from './replay-lives';

/** All lives of a device and how it stands, from a complete set of facts. */
export interface ConcludedDevice {
  readonly snapshot: DeviceSnapshot;
  /** The present life is the last one. */
  readonly lives: readonly DeviceLife[];
}

/**
 * How a device stands by all facts that its history holds: what its workflow would come to.
 * @returns `null` where there is no fact
 */
export function concludeDevice(
  device: DeviceIdentity,
  facts: readonly DeviceFact[],
): ConcludedDevice | null {
  const ordered = inOrderOfOccurrence(facts);
  const lives = replayLives(ordered, null);
  const present = lives.at(-1);
  const newest = ordered.at(-1);
  if (present === undefined || newest === undefined) return null;
  return { snapshot: snapshotOf(device, present, newest.occurredAt), lives };
}
