import { randomUUID } from 'node:crypto';
import { defaultDataConverter } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import { addAllSearchAttributes } from '@refill/temporal/ensure-search-attributes';
import { orderStateQuery } from '@refill/temporal/order-messages';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { signalOrder } from '@refill/temporal/signal-order';
import { startDevServer } from '@refill/temporal/test-support/dev-server';
import { quietenRuntime } from '@refill/temporal/test-support/time-skipping-server';
import { bundleFromSource } from '@refill/temporal/test-support/workflow-bundle';
import { createOrderWorker, type OrderWorkerOptions } from './order-worker';
import { SUBJECT } from './test-support/worker-rig';

const unused = (): Promise<never> => Promise.reject(new Error('the order asks for a record only'));

const ACTIVITIES: OrderWorkerOptions['activities'] = {
  recordHistory: () => Promise.resolve({ outcome: 'recorded', deregistrations: [] }),
  sendEmail: unused,
  loadDevice: unused,
  recordDevice: unused,
  sendDeviceEmail: unused,
  deregisterOrders: unused,
  erasedCustomersAmong: unused,
  resendEmail: unused,
  giveUpResendingEmail: unused,
};

describe('one step of a workflow', () => {
  let environment: TestWorkflowEnvironment;
  beforeAll(async () => {
    quietenRuntime();
    environment = await startDevServer();
    await addAllSearchAttributes(environment.connection, 'default');
  }, 120_000);
  afterAll(async () => {
    await environment.teardown();
  });

  it('may take longer than 5 s by the clock on the wall, as in a worker that was frozen', async () => {
    const { client, nativeConnection: connection } = environment;
    const worker = await createOrderWorker({
      connection,
      namespace: 'default',
      workflowBundle: await bundleFromSource(require.resolve('./workflows'), [
        require.resolve('./test-support/long-step'),
      ]),
      activities: ACTIVITIES,
      dataConverter: defaultDataConverter,
      maxCachedWorkflows: 10,
      tracing: null,
    });
    const orderId = `amzn1.dash.v2.o.${randomUUID()}`;
    await worker.runUntil(async () => {
      await signalOrder(client, {
        orderId,
        subject: SUBJECT,
        fact: {
          type: 'replenish-requested',
          notificationId: 'replenish',
          occurredAt: new Date().toISOString(),
          subject: SUBJECT,
          detailCode: 'STANDARD_ORDER_PLACED',
        },
        windows: DEFAULT_ORDER_WINDOWS,
      });
      const state = await client.workflow
        .getHandle(orderWorkflowId(orderId))
        .query(orderStateQuery);
      expect(state?.status).toBe('requested');
    });
  }, 60_000);
});
