import { defaultPayloadConverter } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';

/** A signal as it stands in an order's history. */
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
  /** What an order was started with. */
  inputOf(orderId: string): Promise<unknown>;
  /** Ends an order's workflow, as if its life were over. */
  endOrder(orderId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a dev server with the program that Jest's global setup found. */
export async function startTestTemporal(): Promise<TestTemporal> {
  const path = process.env['REFILL_TEST_TEMPORAL_EXECUTABLE'];
  if (path === undefined) throw new Error('REFILL_TEST_TEMPORAL_EXECUTABLE is not set');
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const env = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path },
      log: { format: 'json', level: 'error' },
    },
  });
  const { host, port } = addressOf(env.address);
  const eventsOf = async (orderId: string) => {
    const handle = env.client.workflow.getHandle(orderWorkflowId(orderId));
    const { events } = await handle.fetchHistory();
    return events ?? [];
  };
  return {
    env,
    host,
    port,
    signalsOf: async (orderId) => {
      const events = await eventsOf(orderId).catch(() => []);
      return events.flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
        const [payload] = signal?.input?.payloads ?? [];
        if (payload === undefined) return [];
        return [
          { name: signal?.signalName ?? '', payload: defaultPayloadConverter.fromPayload(payload) },
        ];
      });
    },
    inputOf: async (orderId) => {
      const [started] = await eventsOf(orderId);
      const [payload] = started?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
      return payload === undefined ? null : defaultPayloadConverter.fromPayload(payload);
    },
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
