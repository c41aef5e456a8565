import { defaultPayloadConverter } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { startDevServer } from '@refill/temporal/test-support/dev-server';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { deviceWorkflowId } from '@refill/temporal/device-workflow-id';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';

/** A signal as it stands in a workflow's history. */
export interface RecordedSignal {
  readonly name: string;
  readonly payload: unknown;
}

/** A Temporal dev server of a test's own; no worker, so orders stay as they were started. */
export interface TestTemporal {
  readonly env: TestWorkflowEnvironment;
  readonly host: string;
  readonly port: number;
  /** The signals an order got, oldest first; none when it was never started. */
  signalsOf(orderId: string): Promise<readonly RecordedSignal[]>;
  /** The same of a device of the model `test-model`. */
  signalsOfDevice(serialNumber: string): Promise<readonly RecordedSignal[]>;
  /** What an order was started with. */
  inputOf(orderId: string): Promise<unknown>;
  /** The same of a device of the model `test-model`. */
  inputOfDevice(serialNumber: string): Promise<unknown>;
  /** Ends an order's workflow, as if its life were over. */
  endOrder(orderId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a dev server with the program that Jest's global setup found. */
export async function startTestTemporal(): Promise<TestTemporal> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const env = await startDevServer();
  const { host, port } = addressOf(env.address);
  const eventsOf = async (workflowId: string) => {
    const { events } = await env.client.workflow.getHandle(workflowId).fetchHistory();
    return events ?? [];
  };
  const signalsOf = async (workflowId: string): Promise<readonly RecordedSignal[]> => {
    const events = await eventsOf(workflowId).catch(() => []);
    return events.flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
      const [payload] = signal?.input?.payloads ?? [];
      if (payload === undefined) return [];
      return [
        { name: signal?.signalName ?? '', payload: defaultPayloadConverter.fromPayload(payload) },
      ];
    });
  };
  const inputOf = async (workflowId: string): Promise<unknown> => {
    const [started] = await eventsOf(workflowId);
    const [payload] = started?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    return payload === undefined ? null : defaultPayloadConverter.fromPayload(payload);
  };
  return {
    env,
    host,
    port,
    signalsOf: async (orderId) => await signalsOf(orderWorkflowId(orderId)),
    signalsOfDevice: async (serialNumber) =>
      await signalsOf(deviceWorkflowId({ modelId: 'test-model', serialNumber })),
    inputOf: async (orderId) => await inputOf(orderWorkflowId(orderId)),
    inputOfDevice: async (serialNumber) =>
      await inputOf(deviceWorkflowId({ modelId: 'test-model', serialNumber })),
    endOrder: async (orderId) => {
      await env.client.workflow.getHandle(orderWorkflowId(orderId)).terminate('test');
    },
    stop: async () => {
      await env.teardown();
    },
  };
}

function addressOf(address: string): { readonly host: string; readonly port: number } {
  const [host = '127.0.0.1', port = ''] = address.split(':');
  return { host, port: Number(port) };
}
