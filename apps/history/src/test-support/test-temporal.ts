import { startDevServer } from '@refill/temporal/test-support/dev-server';
import { DefaultLogger, Runtime } from '@temporalio/worker';

/** A Temporal dev server of a test's own; no worker, so workflows stay as they were started. */
export interface TestTemporal {
  readonly host: string;
  readonly port: number;
  /** Starts a workflow that stands in for an order's or a device's. */
  start(workflowId: string): Promise<void>;
  /** Ends it, as if its life were over. */
  end(workflowId: string): Promise<void>;
  /** The signals it got, each with the number of its arguments. */
  signalsOf(workflowId: string): Promise<readonly (readonly [name: string, args: number])[]>;
  stop(): Promise<void>;
}

/** Starts a dev server with the program that Jest's global setup found. */
export async function startTestTemporal(): Promise<TestTemporal> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const env = await startDevServer();
  const [host = '127.0.0.1', port = ''] = env.address.split(':');
  const { workflow } = env.client;
  return {
    host,
    port: Number(port),
    start: async (workflowId) => {
      await workflow.start('standIn', { workflowId, taskQueue: 'nobody' });
    },
    end: async (workflowId) => {
      await workflow.getHandle(workflowId).terminate('test');
    },
    signalsOf: async (workflowId) => {
      const { events } = await workflow.getHandle(workflowId).fetchHistory();
      return (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) =>
        signal == null ? [] : [[signal.signalName ?? '', signal.input?.payloads?.length ?? 0]],
      );
    },
    stop: async () => {
      await env.teardown();
    },
  };
}
