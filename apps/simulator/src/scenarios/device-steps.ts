import {
  deviceDeregistered,
  deviceRegistered,
  type SimulatedSlot,
  subscriptionChanged,
} from '../device-messages';
import type {
  DeviceExpectation,
  ScenarioContext,
  ScenarioStep,
  SimulatedDevice,
} from '../scenario';
import { SECOND_MS } from './durations';

/** The ASIN that customers of the simulator choose first. */
export const FIRST_ASIN = 'B0SIMFILTR';

/** How long after a registration Amazon tells how the slots stand. */
const FIRST_WORD_AFTER_MS = SECOND_MS;

/** The device that a context is about. */
export function deviceIn({ subject }: Pick<ScenarioContext, 'subject'>): SimulatedDevice {
  return { modelId: subject.modelId, serialNumber: subject.serialNumber };
}

/** A slot in which nothing is chosen. */
export function emptySlot(slotId: string): SimulatedSlot {
  return { slotId, subscribed: false, asin: null };
}

/** A slot that is subscribed to a product. */
export function chosenSlot(slotId: string, asin: string = FIRST_ASIN): SimulatedSlot {
  return { slotId, subscribed: true, asin };
}

/**
 * The customer registers the device, and Amazon says that nothing is chosen yet.
 * @param sentAt `notificationTime` of the registration: ms since the epoch
 */
export function registerSteps(
  context: ScenarioContext,
  sentAt: number = context.start,
): readonly ScenarioStep[] {
  const slots = [emptySlot(context.subject.slotId)];
  const changedAt = sentAt + FIRST_WORD_AFTER_MS;
  return [
    {
      at: 0,
      waitingFor: null,
      action: { kind: 'notify', message: deviceRegistered(context, sentAt) },
    },
    {
      at: FIRST_WORD_AFTER_MS,
      waitingFor: null,
      action: {
        kind: 'notify',
        message: subscriptionChanged(context, { sentAt: changedAt, slots }),
      },
    },
  ];
}

/**
 * The subscription of the context's slot changes.
 * @param at ms after the start
 */
export function changeStep(
  context: ScenarioContext,
  at: number,
  waitingFor: string,
  slot: SimulatedSlot,
): ScenarioStep {
  const message = subscriptionChanged(context, { sentAt: context.start + at, slots: [slot] });
  return { at, waitingFor, action: { kind: 'notify', message } };
}

/**
 * The device is deregistered.
 * @param at ms after the start
 */
export function deregisterStep(
  context: ScenarioContext,
  at: number,
  waitingFor: string | null,
): ScenarioStep {
  const message = deviceDeregistered(context, context.start + at);
  return { at, waitingFor, action: { kind: 'notify', message } };
}

/**
 * Refill shows the device as expected.
 * @param at ms after the start
 */
export function awaitDeviceStep(
  context: ScenarioContext,
  at: number,
  expected: DeviceExpectation,
): ScenarioStep {
  return {
    at,
    waitingFor: null,
    action: { kind: 'await-device', device: deviceIn(context), expected },
  };
}
