import type { DeviceFact, SubscriptionVersion } from './device-fact';
import type { FactPosition } from './fact-position';
import type { SlotState } from './slot-state';

/** What many SubscriptionChanged of one life came to; stands where the newest of them stood. */
export interface FoldedSubscriptions extends FactPosition {
  readonly type: 'subscription-changed';
  readonly folded: true;
  readonly customerId: string;
  readonly version: SubscriptionVersion | null;
  readonly slots: readonly SlotState[];
  readonly everSelected: boolean;
}

/** One step in the life of a device. */
export type LifeEntry = DeviceFact | FoldedSubscriptions;

/** Whether an entry stands for many. */
export function isFolded(entry: LifeEntry): entry is FoldedSubscriptions {
  return 'folded' in entry;
}
