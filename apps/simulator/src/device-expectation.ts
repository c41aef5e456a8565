import type { HistoryDevice, HistoryEvent } from './order-history';
import type { DeviceExpectation } from './scenario';
import { momentText, notificationTime } from './time-text';
import { mailKindOf } from './timeline';

/** A device with what happened to it, as the history shows both. */
export interface DeviceState {
  readonly device: HistoryDevice;
  readonly events: readonly HistoryEvent[];
}

/** Whether a device is as expected. */
export function meetsDevice(state: DeviceState | null, expected: DeviceExpectation): boolean {
  if (state?.device.status !== expected.status) return false;
  const { device, events } = state;
  const told = events.flatMap((event) =>
    event.type === 'email-failed' ? [] : [mailKindOf(event)].filter((kind) => kind !== null),
  );
  return (
    Object.entries(expected.causes ?? {}).every(([slotId, cause]) =>
      device.slots.some((slot) => slot.slotId === slotId && slot.cause === cause),
    ) &&
    isAt(device.registeredAt, expected.registeredAt) &&
    isAt(device.deregisteredAt, expected.deregisteredAt) &&
    holdsAll(told, expected.mails ?? [])
  );
}

function isAt(time: string | null, expected: number | undefined): boolean {
  return expected === undefined || (time !== null && Date.parse(time) === expected);
}

/** Whether each wanted kind is there as often as it is wanted. */
function holdsAll(kinds: readonly string[], wanted: readonly string[]): boolean {
  const countIn = (all: readonly string[], kind: string): number =>
    all.filter((other) => other === kind).length;
  return wanted.every((kind) => countIn(kinds, kind) >= countIn(wanted, kind));
}

/** An expectation in words: `subscribed, filter: product-chosen, mail device-welcome`. */
export function deviceExpectationText(expected: DeviceExpectation): string {
  const { status, causes, mails, registeredAt, deregisteredAt } = expected;
  return [
    status,
    ...(registeredAt === undefined ? [] : [`registered ${at(registeredAt)}`]),
    ...(deregisteredAt === undefined ? [] : [`deregistered ${at(deregisteredAt)}`]),
    ...Object.entries(causes ?? {}).map(([slotId, cause]) => `${slotId}: ${cause}`),
    ...(mails ?? []).map((kind) => `mail ${kind}`),
  ].join(', ');
}

/** A device's state in the words of `deviceExpectationText`. */
export function deviceStateText(state: DeviceState | null): string {
  if (state === null) return 'unknown to the history';
  const { device, events } = state;
  return [
    device.status,
    ...device.slots.flatMap(({ slotId, cause }) => (cause === null ? [] : [`${slotId}: ${cause}`])),
    ...events.flatMap((event) => {
      const kind = mailKindOf(event);
      if (kind === null) return [];
      // A mail that was not sent is not to be taken for one that was.
      return [event.type === 'email-sent' ? `mail ${kind}` : `mail ${kind} (${event.type})`];
    }),
  ].join(', ');
}

function at(ms: number): string {
  return momentText(notificationTime(ms));
}
