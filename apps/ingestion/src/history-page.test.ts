import { deviceWorkflowId } from '@refill/temporal/device-workflow-id';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { historyPageKey } from '@refill/temporal/search-attributes';
import { drsMessage, orderIdOf } from './test-support/drs-messages';
import { eventually } from './test-support/eventually';
import { startTestIngestion, type TestIngestion } from './test-support/test-ingestion';

describe('HISTORY_URL', () => {
  let ingestion: TestIngestion;
  beforeAll(async () => {
    ingestion = await startTestIngestion({ HISTORY_URL: 'https://refill.example.com/history/' });
  }, 120_000);
  afterAll(async () => {
    await ingestion.stop();
  });

  const pageOf = async (workflowId: string): Promise<string | undefined> =>
    // A message that came before Temporal knew the search attribute is deferred, and delivered by itself.
    await eventually(async () => {
      const handle = ingestion.temporal.env.client.workflow.getHandle(workflowId);
      return (await handle.describe()).typedSearchAttributes.get(historyPageKey);
    });

  it('leads from an order in Temporal to its page', async () => {
    const message = drsMessage({ notificationType: 'OrderPlacedNotification' });
    expect(await ingestion.deliver(ingestion.signer.notification(message))).toMatchObject({
      status: 200,
    });
    const orderId = orderIdOf(message);
    expect(await pageOf(orderWorkflowId(orderId))).toBe(
      `https://refill.example.com/history/orders/${encodeURIComponent(orderId)}`,
    );
    expect(await ingestion.temporal.inputOf(orderId)).toMatchObject({
      historyUrl: 'https://refill.example.com/history/',
    });
  });

  it('leads from a device in Temporal to its page', async () => {
    const message = drsMessage({ notificationType: 'DeviceRegisteredNotification' });
    await ingestion.deliver(ingestion.signer.notification(message));
    const { serialNumber } = message.deviceInfo.deviceIdentifier;
    expect(await pageOf(deviceWorkflowId({ modelId: 'test-model', serialNumber }))).toBe(
      `https://refill.example.com/history/devices/test-model/${encodeURIComponent(serialNumber)}`,
    );
    expect(await ingestion.temporal.inputOfDevice(serialNumber)).toMatchObject({
      historyUrl: 'https://refill.example.com/history/',
    });
  });
});
