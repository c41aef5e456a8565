import type { DeviceEmailKind } from './device-email';
import type { DeviceLife } from './device-life';
import type { DeviceEmailMark } from './device-state';
import { comparePositions, isSameNotification } from './fact-position';

/** The mark of a kind of mail that goes once per life; `undefined` where none was begun. */
export function emailMarkOf(
  marks: readonly DeviceEmailMark[],
  life: DeviceLife,
  kind: Exclude<DeviceEmailKind, 'subscription-changed'>,
): DeviceEmailMark | undefined {
  return marks.find((mark) => mark.kind === kind && belongsTo(mark, life));
}

/** Whether a mail is about this life: about a fact of it, or about one folded into its past. */
export function belongsTo(
  { trigger, customerId }: Pick<DeviceEmailMark, 'trigger' | 'customerId'>,
  life: DeviceLife,
): boolean {
  if (customerId !== life.customerId) return false;
  const known = [
    ...life.registrations,
    ...life.deregistrations,
    ...life.subscriptions.map(({ fact }) => fact),
  ];
  if (known.some((fact) => isSameNotification(fact, trigger))) return true;
  return (
    life.foldedUntil !== null &&
    comparePositions(trigger, life.foldedUntil) <= 0 &&
    (life.after === null || comparePositions(trigger, life.after) > 0)
  );
}
