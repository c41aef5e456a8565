import type { HistoryDevice, HistoryEvent } from './order-history';
import type { DeviceExpectation } from './scenario';
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
  return (
    Object.entries(expected.causes ?? {}).every(([slotId, cause]) =>
      device.slots.some((slot) => slot.slotId === slotId && slot.cause === cause),
    ) && (expected.mails ?? []).every((kind) => events.some((event) => mailKindOf(event) === kind))
  );
}

/** An expectation in words: `subscribed, filter: product-chosen, mail device-welcome`. */
export function deviceExpectationText({ status, causes, mails }: DeviceExpectation): string {
  return [
    status,
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
      return kind === null ? [] : [`mail ${kind}`];
    }),
  ].join(', ');
}
