import { randomUUID } from 'node:crypto';
import {
  openWorkflowsOfCustomer,
  pseudonymiseCustomer,
  requestErasure,
} from '@refill/order-history/erasures';
import { getDevice } from '@refill/order-history/get-device';
import { getOrder } from '@refill/order-history/get-order';
import { DEFAULT_DEVICE_WINDOWS } from '@refill/device-lifecycle/device-windows';
import type { DeviceFact } from '@refill/device-lifecycle/device-fact';
import { deviceWorkflowId } from '@refill/temporal/device-workflow-id';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { customerIdKey } from '@refill/temporal/search-attributes';
import { signalCustomerErased } from '@refill/temporal/signal-customer-erased';
import { signalDevice } from '@refill/temporal/signal-device';
import { eventually } from './test-support/eventually';
import { newOrderId, SUBJECT, WorkerRig } from './test-support/worker-rig';

const { customerId, modelId, serialNumber } = SUBJECT;
const device = { modelId, serialNumber };
const who = { actor: null, token: '0123abcd' };

describe('a device and its orders in one worker', () => {
  let rig: WorkerRig;
  beforeAll(async () => {
    rig = await WorkerRig.start();
    await rig.work();
  });
  afterAll(async () => {
    await rig.stop();
  });

  async function tellDevice(type: 'device-registered' | 'device-deregistered'): Promise<void> {
    const fact: DeviceFact = {
      type,
      notificationId: `amzn1.dash.notification.v1.${randomUUID()}`,
      occurredAt: new Date().toISOString(),
      customerId,
    };
    const windows = DEFAULT_DEVICE_WINDOWS;
    await signalDevice(rig.temporal.client, { device, fact, windows });
  }

  const deviceStands = async (status: string) =>
    await eventually(
      async () => await getDevice(rig.database.db, device),
      (found) => found?.status === status,
    );

  /** The customer that Temporal finds a workflow by. */
  async function customerOf(workflowId: string): Promise<string | undefined> {
    const found = await rig.temporal.client.workflow.getHandle(workflowId).describe();
    return found.typedSearchAttributes.get(customerIdKey);
  }

  it('a deregistration reaches the orders that are open, and the device ends', async () => {
    const [open, ended] = [newOrderId(), newOrderId()];
    await tellDevice('device-registered');
    await deviceStands('registered');
    await rig.tell(open, 'order-placed');
    await rig.tell(ended, 'item-shipped');
    await rig.eventOf(open, 'order-placed');
    const { workflow } = rig.temporal.client;
    expect(await workflow.getHandle(orderWorkflowId(ended)).result()).toBe('shipped');

    await tellDevice('device-deregistered');
    await rig.eventOf(open, 'device-deregistered');
    await deviceStands('deregistered');
    expect(await workflow.getHandle(deviceWorkflowId(device)).result()).toBe('deregistered');
    expect(await rig.events(ended)).not.toContain('device-deregistered');
    // It has ended, and what never was has not begun: neither is started by the news of an erasure.
    for (const workflowId of [deviceWorkflowId(device), orderWorkflowId('never placed')]) {
      expect(await signalCustomerErased(rig.temporal.client, workflowId)).toBe('not-open');
    }
  });

  it('a customer who is erased is forgotten by workflows that run', async () => {
    const orderId = newOrderId();
    await tellDevice('device-registered');
    await deviceStands('registered');
    await rig.tell(orderId, 'order-placed');
    await rig.eventOf(orderId, 'email-sent');
    const workflowIds = [deviceWorkflowId(device), orderWorkflowId(orderId)];
    for (const workflowId of workflowIds) expect(await customerOf(workflowId)).toBe(customerId);

    const { db } = rig.database;
    const erasure = await requestErasure(db, customerId, who);
    await pseudonymiseCustomer(db, erasure, { batch: 100 });
    expect(await openWorkflowsOfCustomer(db, erasure.pseudonym)).toMatchObject({
      orderIds: expect.arrayContaining([orderId]),
      devices: [device],
    });
    for (const workflowId of workflowIds) {
      expect(await signalCustomerErased(rig.temporal.client, workflowId)).toBe('signalled');
    }
    for (const workflowId of workflowIds) {
      await eventually(
        async () => await customerOf(workflowId),
        (found) => found === erasure.pseudonym,
      );
    }

    // What Amazon says later names the customer as before: the history holds the pseudonym all the same.
    await rig.tell(orderId, 'item-shipped');
    expect(await rig.temporal.client.workflow.getHandle(orderWorkflowId(orderId)).result()).toBe(
      'shipped',
    );
    const shipped = await getOrder(db, orderId);
    expect(shipped).toMatchObject({ status: 'shipped', customerId: erasure.pseudonym });
    expect(await getDevice(db, device)).toMatchObject({ customerId: erasure.pseudonym });
    expect(rig.mailsOf(orderId, 'item-shipped')).toBe(0);
  });
});
