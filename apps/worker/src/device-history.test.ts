import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { DEFAULT_DEVICE_WINDOWS } from '@refill/device-lifecycle/device-windows';
import { requestErasure } from '@refill/order-history/erasures';
import { getDevice } from '@refill/order-history/get-device';
import { createTestDatabase, type TestDatabase } from '@refill/order-history/test-database';
import {
  deregisteredFact,
  deviceRecord,
  registeredFact,
  TEST_DEVICE,
} from '@refill/order-history/test-device';
import { createDeviceHistory } from './device-history';

const execution = { workflowId: 'device:PetFeeder/SN-1', runId: 'run of the test' };
const logger = new DefaultLogger('ERROR');
const windows = DEFAULT_DEVICE_WINDOWS;

describe('the activities of a device with the history', () => {
  let test: TestDatabase;
  let activities: ReturnType<typeof createDeviceHistory>;
  beforeEach(async () => {
    test = await createTestDatabase();
    activities = createDeviceHistory(test.db);
  });
  afterEach(async () => {
    await test.drop();
  });

  const inDevice = () => new MockActivityEnvironment({ workflowExecution: execution }, { logger });
  const load = async () =>
    await inDevice().run(activities.loadDevice, { device: TEST_DEVICE, windows });

  it('a device that is new begins with nothing', async () => {
    expect(await load()).toEqual({ generation: 0, carry: null });
  });

  it('what one run recorded is what the next one loads, with the run that wrote it', async () => {
    const record = deviceRecord([registeredFact()], { generation: 3 });
    expect(await inDevice().run(activities.recordDevice, record)).toEqual({ erasedCustomers: [] });
    expect(await load()).toEqual({ generation: 3, carry: record.carry });
    expect(await getDevice(test.db, TEST_DEVICE)).toMatchObject({
      ...execution,
      status: 'registered',
      customerId: 'customer-1',
    });
  });

  it('an attempt of an earlier run that ends late undoes nothing', async () => {
    const gone = [registeredFact(), deregisteredFact({ occurredAt: '2026-01-06T00:00:00.000Z' })];
    const later = deviceRecord(gone, { generation: 2 });
    await inDevice().run(activities.recordDevice, later);
    const late = deviceRecord([registeredFact()], { generation: 1, revision: 9 });
    await inDevice().run(activities.recordDevice, late);
    expect(await load()).toEqual({ generation: 2, carry: later.carry });
  });

  it('tells whose data were erased, and writes their pseudonym only', async () => {
    const who = { actor: null, token: '0123abcd' };
    const { pseudonym } = await requestErasure(test.db, 'customer-1', who);
    const erased = [{ customerId: 'customer-1', pseudonym }];
    const record = deviceRecord([registeredFact()]);
    expect(await inDevice().run(activities.recordDevice, record)).toEqual({
      erasedCustomers: erased,
    });
    expect(JSON.stringify(await load())).not.toContain('customer-1');
    const asked = ['customer-1', 'customer-2'];
    expect(await inDevice().run(activities.erasedCustomersAmong, asked)).toEqual(erased);
  });

  it('fails to be tried again while PostgreSQL takes nothing, with its SQLSTATE and no more', async () => {
    await test.db.schema.alterTable('devices').renameTo('devices_elsewhere').execute();
    const record = deviceRecord([registeredFact()]);
    const calls = [
      load(),
      inDevice().run(activities.recordDevice, record),
      test.db.schema
        .alterTable('erasures')
        .renameTo('erasures_elsewhere')
        .execute()
        .then(async () => await inDevice().run(activities.erasedCustomersAmong, ['customer-1'])),
    ];
    for (const result of await Promise.allSettled(calls)) {
      if (result.status === 'fulfilled') throw new Error('it did not fail');
      expect(result.reason).toBeInstanceOf(ApplicationFailure);
      expect(result.reason).toMatchObject({
        type: 'HISTORY_UNAVAILABLE',
        nonRetryable: false,
        message: 'HISTORY_UNAVAILABLE: PostgreSQL answered 42P01',
      });
    }
  });
});
