import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { startDevServer } from '@refill/temporal/test-support/dev-server';
import { concludeDevice } from '@refill/device-lifecycle/conclude-device';
import type { DeviceFact } from '@refill/device-lifecycle/device-fact';
import { factEventKey } from '@refill/device-lifecycle/fact-position';
import { addAllSearchAttributes } from '@refill/temporal/ensure-search-attributes';
import { quietenRuntime } from '@refill/temporal/test-support/time-skipping-server';
import { DeviceRig, type DeviceUnderTest } from './test-support/device-rig';
import { changed, deregistered, registered } from './test-support/facts';
import { RememberingActivities } from './test-support/remembering-activities';

const SECOND = 1_000;

/** The server suggests to continue as new from so many events; by default 4,096. */
const EVENTS_PER_RUN = 300;

/** How many notifications. */
const MANY = 3_000;

/** How many are delivered at once. */
const WAVE = 100;

/** How many places a fact may come too early or too late: less than a device remembers fact by fact. */
const FARTHEST = 40;

/** A sequence of numbers between 0 and 1 that is the same every time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** `count` notifications of one device through several lives, in order of occurrence, all in the past. */
function manyFacts(count: number, at: DeviceUnderTest['at']): readonly DeviceFact[] {
  const time = (index: number): string => at((index - count) * SECOND);
  return Array.from({ length: count }, (_, index): DeviceFact => {
    const place = index % 1_000;
    if (place === 0) return registered(time(index));
    if (place === 999) return deregistered(time(index));
    return changed(time(index), {
      ink: [index % 2 === 0, 'A'],
      toner: [true, index % 3 === 0 ? 'B' : 'C'],
    });
  });
}

/** The facts out of order, and some of them twice. */
function shuffled(facts: readonly DeviceFact[]): readonly DeviceFact[] {
  const next = sequence(4711);
  return facts
    .flatMap((fact, index) => {
      const deliveries = next() < 0.1 ? 2 : 1;
      return Array.from({ length: deliveries }, () => ({
        fact,
        place: index + (next() - 0.5) * FARTHEST,
      }));
    })
    .sort((a, b) => a.place - b.place)
    .map(({ fact }) => fact);
}

/** Waits until it is so, however long that takes within the test's time. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe('a device that continues as new', () => {
  let environment: TestWorkflowEnvironment;
  let rig: DeviceRig;
  beforeAll(async () => {
    quietenRuntime();
    environment = await startDevServer([
      '--dynamic-config-value',
      `limit.historyCount.suggestContinueAsNew=${String(EVENTS_PER_RUN)}`,
    ]);
    await addAllSearchAttributes(environment.connection, environment.namespace ?? 'default');
    rig = new DeviceRig(environment);
  }, 120_000);
  afterAll(async () => {
    await environment.teardown();
  });

  it('loses nothing of thousands of signals, and does nothing twice', async () => {
    await rig.run(
      (at) => [registered(at(-MANY * SECOND))],
      async (device) => {
        const { activities } = device;
        const facts = manyFacts(MANY, device.at);
        const deliveries = shuffled(facts);
        for (let wave = 0; wave < deliveries.length; wave += WAVE) {
          const facts = deliveries.slice(wave, wave + WAVE);
          await Promise.all(facts.map((fact) => device.signal(fact)));
          // Now and then the device is done with what came, and gets the chance to continue as new.
          await until(() => facts.every((fact) => activities.hasRecorded(factEventKey(fact))));
        }
        const keys = facts.map(factEventKey).sort();
        expect(activities.runIds.size).toBeGreaterThan(3);
        // A task that ends the run fails when a signal comes meanwhile; what it wrote is then written once more,
        // and the history keeps one event per key.
        const recorded = activities.events.map(({ key }) => key);
        expect(recorded.filter((key) => key.startsWith('fact:')).sort()).toEqual(keys);
        const mails = activities.sent.map(({ key }) => key);
        expect(new Set(mails).size).toBe(mails.length);
        expect(await device.state()).toEqual(concludeDevice(device.device, facts)?.snapshot);
      },
    );
  }, 480_000);

  it('leaves a mail on its way to the next run', async () => {
    const activities = new RememberingActivities();
    activities.emailFailures = Infinity;
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        for (let index = 1; index <= EVENTS_PER_RUN; index += 1) {
          await device.signal(changed(device.at(index), { ink: [false] }));
        }
        await until(() => activities.runIds.size > 1);
        expect(activities.sent).toEqual([]);
        activities.emailFailures = 0;
        await until(() => activities.sent.length > 0);
        await device.signal(deregistered(device.at(EVENTS_PER_RUN + 1)));
        expect(await device.handle.result()).toBe('deregistered');
        expect(activities.emailKinds).toEqual(['device-welcome', 'device-deregistered']);
        expect(activities.events.map(({ type }) => type)).not.toContain('email-skipped');
      },
      { activities },
    );
  }, 120_000);
});
