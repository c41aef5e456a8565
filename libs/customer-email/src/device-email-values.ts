import type { DeviceEmail, SubscriptionChangedEmail } from '@refill/device-lifecycle/device-email';
import type { SlotSnapshot } from '@refill/device-lifecycle/device-snapshot';
import type { SubscriptionCause } from '@refill/device-lifecycle/subscription-cause';
import type { TemplateValues } from './email-words';
import { slotName } from './slot-name';
import type { Wording } from './wording';

const DAY_MS = 86_400_000;
/** A subject is read on a phone. */
const LONGEST_SLOT_ID_OF_A_SUBJECT = 40;

/** How far a device's slots are set up: one of the three is true. */
interface SetUp {
  readonly nothingSetUp: boolean;
  readonly partlySetUp: boolean;
  readonly allSetUp: boolean;
}

/**
 * What the template of a kind may use besides what all kinds have: see `templates/README.md`.
 * @param sentAt ISO 8601, UTC: a mail that comes late says when that happened of which it tells
 */
export function deviceEmailValues(
  email: DeviceEmail,
  sentAt: string,
  { formats }: Wording,
): TemplateValues {
  switch (email.kind) {
    case 'device-welcome':
      return { ...setUpOf(email.slots) };
    case 'choose-products':
      return { registeredOn: formats.day(email.registeredAt) };
    case 'subscription-changed': {
      const isLate = Date.parse(sentAt) - Date.parse(email.occurredAt) >= DAY_MS;
      const [only, ...others] = email.changes;
      return {
        changedOn: isLate ? formats.day(email.occurredAt) : null,
        slotId:
          only === undefined || others.length > 0
            ? null
            : slotName(only.slotId, LONGEST_SLOT_ID_OF_A_SUBJECT),
        ...headlineOf(email),
        replaced: email.changes.some(({ cause }) => cause === 'product-replaced'),
        nothingSetUp:
          email.slots.length > 0 && email.slots.every(({ subscribed }) => subscribed === false),
      };
    }
    case 'device-deregistered':
      return {};
  }
}

/** A slot of which Amazon has not said whether it reorders counts as set up when it has products. */
function setUpOf(slots: readonly SlotSnapshot[]): SetUp {
  const setUp = slots.filter(
    ({ subscribed, products }) => subscribed ?? (products ?? []).length > 0,
  ).length;
  return {
    nothingSetUp: setUp === 0,
    partlySetUp: setUp > 0 && setUp < slots.length,
    allSetUp: setUp > 0 && setUp === slots.length,
  };
}

/** What all changes have in common: at most one of these is true. */
function headlineOf({ changes }: SubscriptionChangedEmail): TemplateValues {
  const [first] = changes;
  const shared: SubscriptionCause | null =
    first !== undefined && changes.every(({ cause }) => cause === first.cause) ? first.cause : null;
  const emptied = changes.every(({ after }) => (after.products ?? []).length === 0);
  return {
    allRegistered: shared === 'new-registration',
    allChosen: shared === 'product-chosen',
    // Where one of several products was removed, the selection is not cleared.
    allCleared: shared === 'selection-cleared' && emptied,
    allSwitchedOn: shared === 'switched-on',
    allSwitchedOff: shared === 'switched-off',
    allReplaced: shared === 'product-replaced',
  };
}
