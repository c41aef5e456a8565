import type { SubscriptionChangedEmail } from './device-email';
import type { DeviceLife } from './device-life';
import type { DeviceEmailMark } from './device-state';
import { comparePositions, factEventKey, type FactPosition } from './fact-position';
import type { SlotChange } from './slot-change';

/** Tells which changes of a mail are still news to the customer. */
export type CurrentChanges = (
  email: Pick<SubscriptionChangedEmail, 'trigger' | 'changes'>,
) => readonly SlotChange[];

/**
 * What is still news in a life: the changes of slots that have not changed since, and of which no mail about
 * a newer notification told already (it carries the state of every slot).
 */
export function currentChangesOf(
  life: DeviceLife,
  marks: readonly DeviceEmailMark[],
): CurrentChanges {
  const changedBy = new Map(
    life.slots.map(({ slotId, change }) => [slotId, change?.notificationId]),
  );
  const own = new Set(life.subscriptions.map(({ fact }) => factEventKey(fact)));
  const toldAt = new Map<string, FactPosition>();
  for (const { kind, trigger, slotIds, outcome } of marks) {
    const isSkipped = outcome !== 'pending' && outcome.outcome === 'skipped';
    if (kind !== 'subscription-changed' || isSkipped || !own.has(factEventKey(trigger))) continue;
    for (const slotId of slotIds) {
      const known = toldAt.get(slotId);
      if (known === undefined || comparePositions(trigger, known) > 0) toldAt.set(slotId, trigger);
    }
  }
  return ({ trigger, changes }) =>
    changes.filter(({ slotId }) => {
      const told = toldAt.get(slotId);
      return (
        changedBy.get(slotId) === trigger.notificationId &&
        (told === undefined || comparePositions(told, trigger) <= 0)
      );
    });
}
