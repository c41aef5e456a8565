import { takes } from '../pace';
import type { Scenario, ScenarioContext } from '../scenario';
import { openOrderOfGoneDevice, placeSteps } from './deregister';
import { changeStep, chosenSlot, deregisterStep, deviceIn, registerSteps } from './device-steps';
import { ANSWER_WITHIN_MS, HOUR_MS, SECOND_MS } from './durations';

const DEVICES = 3;

/**
 * The customer removes the maker at "Manage Login with Amazon": Amazon deregisters all of their devices.
 * Source: Amazon's page, "Device Deregistered", 4.
 */
export const removeMaker: Scenario = {
  name: 'remove-maker',
  shows: 'the customer removes the maker at Amazon: all three devices are deregistered at once',
  versions: ['1.0', '2.0'],
  needsIngestionToken: false,
  repeats: false,
  ownCustomer: true,
  plan: (context) => {
    const chosenAt = takes(context.pace, HOUR_MS, 3 * SECOND_MS);
    const placedAt = chosenAt + takes(context.pace, HOUR_MS, 3 * SECOND_MS);
    const goneAt = placedAt + takes(context.pace, HOUR_MS, 5 * SECOND_MS);
    const devices = Array.from({ length: DEVICES }, (_, index) => ofDevice(context, index + 1));
    return {
      steps: [
        ...devices.flatMap((device) => registerSteps(device)),
        ...devices.map((device) =>
          changeStep(
            device,
            chosenAt,
            'the customer to choose products',
            chosenSlot(device.subject.slotId),
          ),
        ),
        ...devices.flatMap((device) => placeSteps(device, device.orderId, placedAt)),
        ...devices.map((device) =>
          deregisterStep(device, goneAt, 'the customer to remove the maker at Amazon'),
        ),
      ].toSorted((a, b) => a.at - b.at),
      outcomes: devices.map(({ orderId }) => openOrderOfGoneDevice(orderId)),
      devices: devices.map((device) => ({
        device: deviceIn(device),
        expected: {
          status: 'deregistered',
          registeredAt: context.start,
          deregisteredAt: context.start + goneAt,
          mails: ['device-welcome', 'device-deregistered'],
        },
        withinMs: ANSWER_WITHIN_MS,
        waitingFor: 'Refill to say goodbye',
      })),
    };
  },
};

function ofDevice(context: ScenarioContext, number: number): ScenarioContext {
  const { orderId, subject } = context;
  return {
    ...context,
    orderId: `${orderId}-${String(number)}`,
    subject: { ...subject, serialNumber: `${subject.serialNumber}-${String(number)}` },
  };
}
