import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { DeviceCarry } from '@refill/device-lifecycle/device-carry';
import type { DeviceFact } from '@refill/device-lifecycle/device-fact';
import { deviceTimelineQuery } from '@refill/temporal/device-messages';
import { startTimeSkippingServer } from '@refill/temporal/test-support/time-skipping-server';
import { DeviceRig } from './test-support/device-rig';
import { changed, deregistered, registered } from './test-support/facts';
import { RememberingActivities } from './test-support/remembering-activities';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('deviceLifecycle', () => {
  let environment: TestWorkflowEnvironment;
  let rig: DeviceRig;
  beforeAll(async () => {
    environment = await startTimeSkippingServer();
    rig = new DeviceRig(environment);
  }, 120_000);
  afterAll(async () => {
    await environment.teardown();
  });

  it('welcomes the customer who registered it', async () => {
    await rig.run(
      (at) => [registered(at(0)), changed(at(600), { ink: [false] })],
      async (device) => {
        await device.sleep(HOUR);
        expect(await device.state()).toMatchObject({
          status: 'registered',
          registeredAt: device.at(0),
          slots: [{ slotId: 'ink', subscribed: false, cause: 'new-registration' }],
        });
        expect(device.activities.emailKinds).toEqual(['device-welcome']);
        const timeline = await device.handle.query(deviceTimelineQuery);
        expect(timeline.map(({ type }) => type).sort()).toEqual([
          'device-registered',
          'email-sent',
          'subscription-changed',
        ]);
      },
    );
  });

  it('asks the customer to choose when nothing was selected for a day', async () => {
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        await device.sleep(DAY - MINUTE);
        expect(device.activities.emailKinds).toEqual(['device-welcome']);
        await device.sleep(2 * MINUTE);
        expect(device.activities.emailKinds).toEqual(['device-welcome', 'choose-products']);
        expect(device.activities.sent.at(-1)?.occurredAt).toBe(device.at(DAY));
        await device.sleep(10 * DAY);
        expect(device.activities.sent).toHaveLength(2);
      },
    );
  });

  it('does not ask who has chosen, not even who has chosen and cleared again', async () => {
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        await device.sleep(HOUR);
        await device.signal(changed(device.at(HOUR), { ink: [true, 'A'] }));
        await device.sleep(HOUR);
        await device.signal(changed(device.at(2 * HOUR), { ink: [false] }));
        await device.sleep(3 * DAY);
        expect(device.activities.emailKinds).toEqual([
          'device-welcome',
          'subscription-changed',
          'subscription-changed',
        ]);
      },
    );
  });

  it('asks after the time that was set', async () => {
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        await device.sleep(3 * HOUR);
        expect(device.activities.emailKinds).toEqual(['device-welcome', 'choose-products']);
      },
      { windows: { nudgeAfterMs: 2 * HOUR } },
    );
  });

  it('tells the five causes of a subscription change apart', async () => {
    await rig.run(
      (at) => [registered(at(0)), changed(at(600), { ink: [false] })],
      async (device) => {
        const states = [[true, 'A'], [false, 'A'], [true, 'A'], [true, 'B'], [false]] as const;
        for (const [index, ink] of states.entries()) {
          await device.sleep(HOUR);
          await device.signal(changed(device.at((index + 1) * HOUR), { ink }));
        }
        await device.sleep(MINUTE);
        const causes = device.activities.events.flatMap((event) =>
          event.type === 'subscription-changed' ? event.data.changes.map(({ cause }) => cause) : [],
        );
        expect(causes).toEqual([
          'new-registration',
          'product-chosen',
          'switched-off',
          'switched-on',
          'product-replaced',
          'selection-cleared',
        ]);
        const told = device.activities.sent.flatMap((email) =>
          email.kind === 'subscription-changed' ? email.changes.map(({ cause }) => cause) : [],
        );
        expect(told).toEqual(causes.slice(1));
      },
    );
  });

  it('may hear of a device first by its subscription', async () => {
    await rig.run(
      (at) => [changed(at(0), { ink: [true, 'A'] })],
      async (device) => {
        await device.sleep(2 * DAY);
        expect(await device.state()).toMatchObject({ status: 'subscribed', registeredAt: null });
        expect(device.activities.emailKinds).toEqual([]);
      },
    );
  });

  it('tells the open orders of a deregistration, then says goodbye once, and ends', async () => {
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        await device.sleep(HOUR);
        const gone = deregistered(device.at(HOUR));
        await device.signal(gone);
        expect(await device.handle.result()).toBe('deregistered');
        const { device: identity, activities } = device;
        expect(activities.effects).toEqual([
          'record:device-registered',
          'mail:device-welcome',
          'record:device-deregistered',
          `orders:${gone.notificationId}`,
          'mail:device-deregistered',
        ]);
        const { type, notificationId, occurredAt } = gone;
        expect(activities.deregistrations).toEqual([
          { device: identity, deregistration: { type, notificationId, occurredAt } },
        ]);
        expect(activities.carry?.state.emails.map(({ kind, outcome }) => [kind, outcome])).toEqual([
          ['device-welcome', expect.objectContaining({ outcome: 'sent' })],
          ['device-deregistered', expect.objectContaining({ outcome: 'sent' })],
        ]);
      },
    );
  });

  it('tells the orders though a killed worker had recorded the deregistration already', async () => {
    // Nothing of that worker's task is in Temporal: the run begins anew, and loads what it left in PostgreSQL.
    const killed = new RememberingActivities();
    let leftBehind: DeviceCarry | undefined;
    killed.whileDeregistering = async () => {
      leftBehind = killed.carry;
      await Promise.resolve();
    };
    const gone = (at: (ms: number) => string) => [deregistered(at(HOUR))];
    let facts: readonly DeviceFact[] = [];
    await rig.run(
      (at) => (facts = gone(at)),
      async (device) => {
        expect(await device.handle.result()).toBe('deregistered');
      },
      { activities: killed },
    );
    if (leftBehind === undefined) throw new Error('no order was told');
    const activities = new RememberingActivities();
    activities.holdFirst(leftBehind);
    await rig.run(
      () => facts,
      async (device) => {
        expect(await device.handle.result()).toBe('deregistered');
        expect(activities.deregistrations).toHaveLength(1);
        expect(activities.emailKinds).toEqual(['device-deregistered']);
      },
      { activities },
    );
    // Once they are told, the history says so: a redelivery tells nobody.
    const redelivered = new RememberingActivities();
    redelivered.holdFirst(activities.carry ?? leftBehind);
    await rig.run(
      () => facts,
      async (device) => {
        expect(await device.handle.result()).toBe('deregistered');
        expect(redelivered.effects).toEqual([]);
      },
      { activities: redelivered },
    );
  });

  it('may hear of a device first by its deregistration', async () => {
    await rig.run(
      (at) => [deregistered(at(0))],
      async (device) => {
        expect(await device.handle.result()).toBe('deregistered');
        expect(device.activities.emailKinds).toEqual(['device-deregistered']);
        expect(device.activities.deregistrations).toHaveLength(1);
      },
    );
  });

  it('takes in what comes while it tells the orders', async () => {
    const activities = new RememberingActivities();
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        await device.sleep(HOUR);
        activities.whileDeregistering = async () => {
          activities.whileDeregistering = () => Promise.resolve();
          await device.signal(registered(device.at(2 * HOUR)));
        };
        await device.signal(deregistered(device.at(HOUR)));
        await device.sleep(MINUTE);
        expect(await device.state()).toMatchObject({
          status: 'registered',
          registeredAt: device.at(2 * HOUR),
        });
        // Who is back needs no goodbye.
        expect(activities.emailKinds).toEqual(['device-welcome', 'device-welcome']);
        expect(activities.events.map(({ type }) => type)).toContain('email-skipped');
        expect(activities.runIds.size).toBe(1);
      },
      { activities },
    );
  });

  it('begins a new life with a clean slate when it is registered again', async () => {
    await rig.run(
      (at) => [registered(at(0)), changed(at(HOUR), { ink: [true, 'A'] })],
      async (device) => {
        await device.sleep(2 * HOUR);
        await device.signal(deregistered(device.at(2 * HOUR)));
        await device.handle.result();
        const { activities } = device;
        const before = activities.events.length;

        await device.signal(registered(device.at(3 * HOUR)));
        await device.sleep(2 * DAY);
        expect(await device.state()).toMatchObject({
          status: 'registered',
          registeredAt: device.at(3 * HOUR),
          deregisteredAt: null,
          slots: [],
        });
        expect(activities.emailKinds).toEqual([
          'device-welcome',
          'subscription-changed',
          'device-deregistered',
          'device-welcome',
          'choose-products',
        ]);
        expect(activities.runIds.size).toBe(2);
        expect(activities.records.map(({ generation }) => generation)).toContain(2);
        expect(activities.events.slice(before).map(({ type }) => type)).toEqual([
          'device-registered',
          'email-sent',
          'email-sent',
        ]);
      },
    );
  });

  it('changes nothing when something is delivered again after the end', async () => {
    await rig.run(
      (at) => [registered(at(0)), deregistered(at(HOUR))],
      async (device) => {
        await device.handle.result();
        const { activities } = device;
        const { records, effects, carry } = structuredClone({
          records: activities.records,
          effects: activities.effects,
          carry: activities.carry,
        });
        await device.signal(deregistered(device.at(HOUR)));
        expect(await device.handle.result()).toBe('deregistered');
        await device.signal(registered(device.at(0)));
        expect(await device.handle.result()).toBe('deregistered');
        expect(activities.runIds.size).toBe(3);
        expect(activities.records).toEqual(records);
        expect(activities.effects).toEqual(effects);
        expect(activities.carry).toEqual(carry);
      },
    );
  });

  it('records what comes late from an earlier life, and tells the orders of it', async () => {
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        await device.sleep(HOUR);
        await device.signal(deregistered(device.at(HOUR)));
        await device.handle.result();
        await device.signal(registered(device.at(2 * HOUR)));
        await device.sleep(3 * HOUR);
        await device.signal(deregistered(device.at(30 * MINUTE)));
        await device.sleep(MINUTE);
        expect(await device.state()).toMatchObject({ status: 'registered' });
        expect(
          device.activities.deregistrations.map(({ deregistration }) => deregistration.occurredAt),
        ).toEqual([device.at(HOUR), device.at(30 * MINUTE)]);
      },
    );
  });

  it('applies a redelivered notification once', async () => {
    await rig.run(
      (at) => [registered(at(0)), registered(at(0)), registered(at(0))],
      async (device) => {
        await device.sleep(HOUR);
        await device.signal(registered(device.at(0)));
        await device.sleep(HOUR);
        expect(device.activities.recordedKeys).toHaveLength(1);
        expect(device.activities.emailKinds).toEqual(['device-welcome']);
      },
    );
  });

  it('is not changed by what is older than what it knows', async () => {
    await rig.run(
      (at) => [changed(at(HOUR), { ink: [true, 'B'] }), changed(at(0), { ink: [true, 'A'] })],
      async (device) => {
        await device.signal(registered(device.at(-HOUR)));
        await device.sleep(HOUR);
        expect(await device.state()).toMatchObject({
          status: 'subscribed',
          registeredAt: device.at(-HOUR),
          slots: [{ slotId: 'ink', products: [{ asin: 'B' }], cause: 'product-replaced' }],
        });
        expect(
          device.activities.recordedKeys.filter((key) => key.startsWith('fact:')),
        ).toHaveLength(3);
      },
    );
  });

  it('keeps trying to load and to write the history', async () => {
    const activities = new RememberingActivities();
    activities.historyFailures = 9;
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        await device.sleep(HOUR);
        expect(activities.emailKinds).toEqual(['device-welcome']);
        activities.historyFailures = 9;
        await device.signal(deregistered(device.at(HOUR)));
        expect(await device.handle.result()).toBe('deregistered');
        expect(activities.events.map(({ type }) => type)).toEqual([
          'device-registered',
          'email-sent',
          'device-deregistered',
          'email-sent',
        ]);
      },
      { activities },
    );
  });

  it('keeps trying to send a mail while the device goes on', async () => {
    const activities = new RememberingActivities();
    activities.emailFailures = 5;
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        await device.sleep(HOUR);
        expect(activities.emailKinds).toEqual(['device-welcome']);
        expect(await device.state()).toMatchObject({ status: 'registered' });
      },
      { activities },
    );
  });

  it('withdraws a mail that is no longer true', async () => {
    const activities = new RememberingActivities();
    activities.emailFailures = Infinity;
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        await device.sleep(HOUR);
        await device.signal(deregistered(device.at(HOUR)));
        await device.sleep(MINUTE);
        activities.emailFailures = 0;
        expect(await device.handle.result()).toBe('deregistered');
        expect(activities.emailKinds).toEqual(['device-deregistered']);
        expect(activities.events).toContainEqual(
          expect.objectContaining({
            type: 'email-skipped',
            data: { kind: 'device-welcome', reason: 'device-deregistered' },
          }),
        );
      },
      { activities },
    );
  });

  it('gives up on a mail after days, and the device still ends', async () => {
    const activities = new RememberingActivities();
    activities.emailFailures = Infinity;
    await rig.run(
      (at) => [deregistered(at(0))],
      async (device) => {
        expect(await device.handle.result()).toBe('deregistered');
        expect(activities.events.at(-1)).toMatchObject({
          type: 'email-failed',
          data: { kind: 'device-deregistered', code: 'EMAIL_GAVE_UP' },
        });
      },
      { activities },
    );
  });

  it('sends mails by a regular activity alone where the setting says so', async () => {
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        await device.sleep(HOUR);
        const { events } = await device.handle.fetchHistory();
        const scheduled = (events ?? []).flatMap(
          (event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? [],
        );
        expect(scheduled).toEqual(['sendDeviceEmail']);
      },
      { emailLocalFirst: false },
    );
  });

  it('notes a malformed signal and goes on', async () => {
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        await device.handle.signal('SubscriptionChanged', { type: 'subscription-changed' });
        await device.sleep(MINUTE);
        expect(device.activities.events.map(({ type }) => type)).toContain('note');
        await device.signal(deregistered(device.at(HOUR)));
        expect(await device.handle.result()).toBe('deregistered');
      },
    );
  });

  it('leads from the Temporal UI to its page in the history', async () => {
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        await device.sleep(HOUR);
        const details = JSON.stringify(await device.handle.query('__temporal_workflow_metadata'));
        expect(details).toContain(
          `[This device in the history](http://localhost:8081/devices/model/${device.device.serialNumber})`,
        );
      },
      { historyUrl: 'http://localhost:8081' },
    );
  });

  it('shows in the Temporal UI how it stands', async () => {
    await rig.run(
      (at) => [registered(at(0)), changed(at(HOUR), { 'in|k': [true, 'A'] })],
      async (device) => {
        await device.sleep(2 * HOUR);
        const details: unknown = await device.handle.query('__temporal_workflow_metadata');
        expect(JSON.stringify(details)).toContain('### subscribed');
        expect(JSON.stringify(details)).toContain('in\\\\|k');
        const { typedSearchAttributes } = await device.handle.describe();
        expect(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value])).toEqual(
          expect.arrayContaining([
            ['DeviceStatus', 'subscribed'],
            ['CustomerId', 'amzn1.account.ANN'],
          ]),
        );
      },
    );
  });
});
