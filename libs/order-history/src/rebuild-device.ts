import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import { compactDevice } from '@refill/device-lifecycle/compact-device';
import { carryDevice, type DeviceCarry } from '@refill/device-lifecycle/device-carry';
import type { FactEvent } from '@refill/device-lifecycle/device-event';
import {
  applyFact,
  type DeviceEmailMark,
  newDevice,
  withRecorded,
} from '@refill/device-lifecycle/device-state';
import type { DeviceWindows } from '@refill/device-lifecycle/device-windows';
import type { OrderHistoryDatabase } from './database';
import { endedEmailOf, type EndedDeviceEmail } from './device-email-rows';
import type { RecordedDeviceEvent } from './device-event-schema';
import { listDeviceEvents } from './list-device-events';

/** How many events are read at once. */
const PAGE_SIZE = 1_000;

/**
 * Makes a device's memory from the events of its history: their facts, and the mails they have had.
 * @throws HistoryError `HISTORY_ROW_INVALID` when an event is not what Refill writes
 */
export async function rebuildDevice(
  db: OrderHistoryDatabase,
  device: DeviceIdentity,
  windows: DeviceWindows,
): Promise<DeviceCarry> {
  const facts: FactEvent[] = [];
  const emails: EndedDeviceEmail[] = [];
  for await (const event of eventsOf(db, device)) {
    switch (event.type) {
      case 'device-registered':
      case 'device-deregistered':
      case 'subscription-changed':
        facts.push(event);
        break;
      case 'email-sent':
      case 'email-skipped':
      case 'email-failed':
        emails.push(endedEmailOf(event));
        break;
      case 'note':
    }
  }
  const known = facts.reduce(
    (state, { data }) => applyFact(state, data.fact),
    newDevice(device, windows),
  );
  const marked = { ...known, emails: emails.flatMap((email) => marksOf(email, facts)) };
  const keys = facts.map(({ key }) => key);
  return carryDevice(compactDevice(withRecorded(marked, keys)));
}

async function* eventsOf(
  db: OrderHistoryDatabase,
  device: DeviceIdentity,
): AsyncGenerator<RecordedDeviceEvent> {
  let after: number | null = 0;
  while (after !== null) {
    const page = await listDeviceEvents(db, { device, limit: PAGE_SIZE, after });
    yield* page?.events ?? [];
    after = page?.next ?? null;
  }
}

/** The fact a mail tells of is the one that its key names, of the type that its kind is about. */
function marksOf(email: EndedDeviceEmail, facts: readonly FactEvent[]): readonly DeviceEmailMark[] {
  const { kind, key, outcome } = email;
  const type = triggerTypeOf(kind);
  const event = facts.find(
    (candidate) => candidate.type === type && key === `${kind}:${candidate.notificationId}`,
  );
  if (event === undefined) return [];
  const { notificationId, occurredAt, customerId } = event.data.fact;
  const slotIds =
    event.type === 'subscription-changed' ? event.data.changes.map(({ slotId }) => slotId) : [];
  return [{ kind, trigger: { type, notificationId, occurredAt }, customerId, slotIds, outcome }];
}

function triggerTypeOf(kind: DeviceEmailMark['kind']): FactEvent['type'] {
  switch (kind) {
    case 'device-welcome':
    case 'choose-products':
      return 'device-registered';
    case 'subscription-changed':
    case 'device-deregistered':
      return kind;
  }
}
