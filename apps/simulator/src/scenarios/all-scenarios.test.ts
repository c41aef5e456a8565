import type { DeviceSnapshot } from '@refill/device-lifecycle/device-snapshot';
import {
  applyFact as applyDeviceFact,
  newDevice,
  withEmail,
} from '@refill/device-lifecycle/device-state';
import { viewDevice } from '@refill/device-lifecycle/device-view';
import { emailsDue } from '@refill/device-lifecycle/emails-due';
import { applyFact, closeOrder, newOrder } from '@refill/order-lifecycle/order-state';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { isTerminal } from '@refill/order-lifecycle/order-status';
import { viewOrder } from '@refill/order-lifecycle/order-view';
import { PACES } from '../pace';
import { planSimulation, type Simulation } from '../plan-simulation';
import type { DeviceExpectation, Expectation, SimulatedDevice } from '../scenario';
import { deviceFactIn, factOf, notificationOf } from '../test-support/facts-of';
import { NOW, simulationRequest } from '../test-support/requests';
import { SCENARIOS } from './all-scenarios';

const cases = SCENARIOS.flatMap((scenario) =>
  scenario.versions.flatMap((version) =>
    PACES.map((pace) => ({ name: scenario.name, scenario, version, pace })),
  ),
);

/** The order as the pure core sees it after the first steps, some time after the last of them. */
function orderAfter(simulation: Simulation, steps: number, orderId: string, laterMs: number) {
  let state = newOrder(orderId, simulationRequest().windows);
  const order = { orderId, serialNumber: serialNumberOf(simulation, orderId) };
  let at = 0;
  let snapshot: OrderSnapshot | null = null;
  const look = (now: number): void => {
    const view = viewOrder(state, now);
    snapshot = view?.snapshot ?? null;
    // As the workflow does: an order that has ended stays ended.
    if (snapshot !== null && isTerminal(snapshot.status)) state = closeOrder(state);
  };
  for (const step of simulation.steps.slice(0, steps)) {
    at = simulation.start + step.at;
    const fact = factOf(step.action, order);
    if (fact !== null) state = applyFact(state, fact, at);
    look(at);
  }
  look(at + laterMs);
  return snapshot;
}

/** Which device an order is of, as its notifications say. */
function serialNumberOf({ steps }: Simulation, orderId: string): string {
  for (const { action } of steps) {
    if (action.kind !== 'notify' || action.message.orderId !== orderId) continue;
    return notificationOf(action).device.serialNumber;
  }
  throw new Error(`nothing is told of ${orderId}`);
}

/** The device as the pure core sees it after the first steps, and every mail that fell due until then. */
function deviceAfter(simulation: Simulation, steps: number, device: SimulatedDevice) {
  let state = newDevice(device, simulationRequest().deviceWindows);
  const mails: string[] = [];
  let snapshot: DeviceSnapshot | null = null;
  for (const step of simulation.steps.slice(0, steps)) {
    const fact = deviceFactIn(step.action, device);
    if (fact !== null) state = applyDeviceFact(state, fact);
    const view = viewDevice(state, simulation.start + step.at);
    if (view === null) continue;
    ({ snapshot } = view);
    for (const { email } of emailsDue(state, view)) {
      mails.push(email.kind);
      state = withEmail(state, email, { outcome: 'skipped', reason: 'no-contact' });
    }
  }
  return { snapshot, mails };
}

function expectedDevice({ status, causes, registeredAt, deregisteredAt }: DeviceExpectation) {
  return expect.objectContaining({
    status,
    ...(registeredAt === undefined ? {} : { registeredAt: new Date(registeredAt).toISOString() }),
    ...(deregisteredAt === undefined
      ? {}
      : { deregisteredAt: new Date(deregisteredAt).toISOString() }),
    ...(causes === undefined
      ? {}
      : {
          slots: Object.entries(causes).map(([slotId, cause]) =>
            expect.objectContaining({ slotId, cause }),
          ),
        }),
  });
}

function expected({ status, cancellationReason, attention, deviceDeregistered }: Expectation) {
  return expect.objectContaining({
    status,
    ...(cancellationReason === undefined ? {} : { cancellationReason }),
    ...(attention === undefined ? {} : { attention: expect.arrayContaining([attention]) }),
    ...(deviceDeregistered === undefined ? {} : { deviceDeregisteredAt: expect.any(String) }),
  });
}

describe.each(cases)('$name in $version at pace $pace', ({ scenario, version, pace }) => {
  const times = scenario.repeats ? 2 : 1;
  const plan = () =>
    planSimulation(scenario, simulationRequest({ notifications: version, pace, times }));

  it('ends as it says, by the rules of the pure core', () => {
    const simulation = plan();
    const devices = simulation.devices ?? [];
    expect(simulation.outcomes.length + devices.length).toBeGreaterThanOrEqual(times);
    for (const outcome of simulation.outcomes) {
      expect(
        orderAfter(simulation, simulation.steps.length, outcome.orderId, outcome.withinMs),
      ).toEqual(expected(outcome.expected));
    }
    for (const outcome of devices) {
      const { snapshot, mails } = deviceAfter(simulation, simulation.steps.length, outcome.device);
      expect(snapshot).toEqual(expectedDevice(outcome.expected));
      const { mails: wanted = [] } = outcome.expected;
      // Exactly those that the scenario names, each as often; it need not name every kind.
      const named = new Set<string>(wanted);
      expect(mails.filter((kind) => named.has(kind)).sort()).toEqual([...wanted].sort());
    }
  });

  it('passes through every state that it waits for', () => {
    const simulation = plan();
    simulation.steps.forEach((step, index) => {
      const { action } = step;
      if (action.kind === 'await') {
        expect(orderAfter(simulation, index + 1, action.orderId, 0)).toEqual(
          expected(action.expected),
        );
      } else if (action.kind === 'await-device') {
        const { snapshot } = deviceAfter(simulation, index + 1, action.device);
        expect(snapshot).toEqual(expectedDevice(action.expected));
      }
    });
  });

  it('sends notifications that can be read, in the version asked for', () => {
    const { steps } = plan();
    const sent = steps.flatMap((step) => (step.action.kind === 'notify' ? [step.action] : []));
    expect(sent.length).toBeGreaterThan(0);
    for (const action of sent) {
      const notification = notificationOf(action);
      const hasVersions = [
        'OrderPlacedNotification',
        'ItemShippedNotification',
        'SubscriptionChangedNotification',
      ].includes(notification.type);
      expect(notification.version).toBe(hasVersions ? version : null);
      expect(action.message.messageAttributes).toEqual(
        notification.version === '2.0' ? { version: { Type: 'String', Value: '2.0' } } : null,
      );
      expect(notification.notificationId).toMatch(/^amzn1\.dash\.notification\.v1\.[0-9a-f-]{36}$/);
    }
  });

  it('gives every notification ids of its own, and the same ones to a redelivery', () => {
    const messages = new Set(
      plan().steps.flatMap(({ action }) => (action.kind === 'notify' ? [action.message] : [])),
    );
    const distinct = (ids: readonly string[]): number => new Set(ids).size;
    expect(distinct([...messages].map((message) => message.messageId))).toBe(messages.size);
    expect(
      distinct([...messages].map((message) => message.body.notificationInfo.notificationId)),
    ).toBe(messages.size);
  });

  it('never names a time in the future as notificationTime', () => {
    const { start, steps } = plan();
    for (const { at, action } of steps) {
      if (action.kind !== 'notify') continue;
      const sentAt = Date.parse(action.message.body.notificationInfo.notificationTime);
      expect(sentAt).toBeLessThanOrEqual(start + at);
    }
  });

  it('is the same for the same context', () => {
    expect(plan()).toEqual(plan());
  });
});

it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
  'plays %s in less than a minute, settle time aside',
  (_name, scenario) => {
    const { steps } = planSimulation(scenario, simulationRequest());
    expect(steps.at(-1)?.at).toBeLessThan(60_000);
  },
);

it.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
  'waits for nothing in %s at pace instant',
  (_name, scenario) => {
    const { start, steps } = planSimulation(scenario, simulationRequest({ pace: 'instant' }));
    expect(start + (steps.at(-1)?.at ?? 0)).toBe(NOW);
  },
);
