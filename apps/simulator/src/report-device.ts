import type { DeviceState } from './device-expectation';
import type { HistoryDevice } from './order-history';
import type { Terminal } from './terminal';
import { momentText } from './time-text';
import { timelineLines } from './timeline';

/** Prints a device, its slots and its timeline. */
export function reportDevice(state: DeviceState | null, terminal: Terminal): void {
  if (state === null) return;
  const { device, events } = state;
  const { modelId, serialNumber } = device.device;
  const times = [
    ['registered', device.registeredAt],
    ['deregistered', device.deregisteredAt],
  ] as const;
  for (const line of [
    '',
    `  device ${modelId}/${serialNumber}`,
    `    status        ${device.status}`,
    ...device.slots.map((slot) => `    slot          ${slotText(slot)}`),
    ...times.flatMap(([name, time]) =>
      time === null ? [] : [`    ${name.padEnd(13)} ${momentText(time)}`],
    ),
    ...(device.workflow.url === null ? [] : [`    workflow      ${device.workflow.url}`]),
    ...timelineLines(events),
    '',
  ]) {
    terminal.line(line);
  }
}

function slotText({ slotId, subscribed, products, cause }: HistoryDevice['slots'][number]): string {
  const state =
    subscribed === null ? 'not known whether subscribed' : subscribed ? 'subscribed' : 'off';
  const asins = (products ?? []).map(({ asin }) => asin ?? 'a product').join(', ');
  const named = asins === '' ? '' : subscribed === true ? ` to ${asins}` : `, before: ${asins}`;
  return `${slotId}: ${state}${named}${cause === null ? '' : ` (${cause})`}`;
}
