import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { customerErasedSignal } from '@refill/temporal/customer-messages';
import { deviceTimelineQuery } from '@refill/temporal/device-messages';
import { startTimeSkippingServer } from '@refill/temporal/test-support/time-skipping-server';
import { DeviceRig } from './test-support/device-rig';
import { RememberingActivities } from './test-support/remembering-activities';
import { ANN, changed, deregistered, registered } from './test-support/facts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ERASED = { customerId: ANN, pseudonym: `erased-${'0'.repeat(32)}` };
const BEN = 'amzn1.account.BEN';

describe('the erasure of a customer', () => {
  let environment: TestWorkflowEnvironment;
  let rig: DeviceRig;
  beforeAll(async () => {
    environment = await startTimeSkippingServer();
    rig = new DeviceRig(environment);
  }, 120_000);
  afterAll(async () => {
    await environment.teardown();
  });

  it('is learned of from the history when the signal comes', async () => {
    await rig.run(
      (at) => [registered(at(0)), changed(at(MINUTE), { ink: [true, 'A'] })],
      async (device) => {
        await device.sleep(HOUR);
        const before = await device.state();
        device.activities.erased = [ERASED];
        await device.handle.signal(customerErasedSignal);
        await device.sleep(MINUTE);
        expect(await device.state()).toEqual({ ...before, customerId: ERASED.pseudonym });
        const timeline = await device.handle.query(deviceTimelineQuery);
        expect(timeline.length).toBeGreaterThan(2);
        expect(JSON.stringify(timeline)).not.toContain(ANN);
        expect(JSON.stringify(device.activities.carry)).not.toContain(ANN);
        const { typedSearchAttributes } = await device.handle.describe();
        expect(JSON.stringify(typedSearchAttributes.getAll())).toContain(ERASED.pseudonym);
        expect(JSON.stringify(typedSearchAttributes.getAll())).not.toContain(ANN);
      },
    );
  });

  it('does not part what Amazon says later of the same customer from their life', async () => {
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        await device.sleep(MINUTE);
        device.activities.erased = [ERASED];
        await device.handle.signal(customerErasedSignal);
        await device.sleep(MINUTE);
        await device.signal(changed(device.at(HOUR), { ink: [true, 'A'] }));
        await device.sleep(MINUTE);
        expect(device.activities.askedFor).toEqual([ANN]);
        expect(await device.state()).toMatchObject({
          customerId: ERASED.pseudonym,
          registeredAt: device.at(0),
          status: 'subscribed',
        });
        const recorded = device.activities.records.slice(-1);
        expect(JSON.stringify(recorded)).not.toContain(ANN);
        await device.signal(deregistered(device.at(2 * HOUR)));
        expect(await device.handle.result()).toBe('deregistered');
        expect(device.activities.emailKinds).toEqual([
          'device-welcome',
          'subscription-changed',
          'device-deregistered',
        ]);
        expect(device.activities.sent.map(({ customerId }) => customerId)).toEqual([
          ANN,
          ERASED.pseudonym,
          ERASED.pseudonym,
        ]);
      },
    );
  });

  it('is known to a later run, and concerns no other customer', async () => {
    await rig.run(
      (at) => [registered(at(0)), deregistered(at(MINUTE))],
      async (device) => {
        await device.handle.result();
        device.activities.erased = [ERASED];
        // What was carried is pseudonymised in the history, as the erasure does it.
        device.activities.eraseCarry();
        await device.signal(registered(device.at(HOUR), BEN));
        await device.sleep(MINUTE);
        expect(device.activities.askedFor).toEqual([BEN]);
        expect(await device.state()).toMatchObject({ customerId: BEN, status: 'registered' });
        await device.signal(deregistered(device.at(2 * MINUTE)));
        await device.sleep(MINUTE);
        expect(await device.state()).toMatchObject({ customerId: BEN, status: 'registered' });
        expect(device.activities.snapshot?.customerId).toBe(BEN);
      },
    );
  });

  it('names no erased customer again when a mail ends that was on its way', async () => {
    const activities = new RememberingActivities();
    activities.emailFailures = Infinity;
    await rig.run(
      (at) => [registered(at(0))],
      async (device) => {
        await device.sleep(MINUTE);
        device.activities.erased = [ERASED];
        await device.handle.signal(customerErasedSignal);
        device.activities.emailFailures = 0;
        await device.sleep(12 * HOUR);
        expect(device.activities.emailKinds).toEqual(['device-welcome']);
        await device.handle.signal(customerErasedSignal);
        await device.sleep(MINUTE);
        expect(JSON.stringify(device.activities.records.at(-1)?.carry)).not.toContain(ANN);
        expect(device.activities.carry?.state.emails).toMatchObject([
          { customerId: ERASED.pseudonym, outcome: { outcome: 'sent' } },
        ]);
      },
      { activities },
    );
  });
});
