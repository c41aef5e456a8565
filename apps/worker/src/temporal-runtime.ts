import { once } from 'node:events';
import { createServer } from 'node:net';
import { Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { temporalLogger } from './temporal-logger';

/** What the process has of Temporal's SDK. */
export interface TemporalRuntime {
  /** Reads the SDK's own metrics as Prometheus' text; nothing when they can't be read. */
  readonly readMetrics: () => Promise<string>;
}

/** The SDK tells its metrics on a port of its own only: to this machine, and the service passes them on. */
const METRICS_HOST = '127.0.0.1';

/** Somebody may take the free port before the SDK does. */
const PORT_ATTEMPTS = 5;

/** How long the SDK may take to tell its metrics, in ms. */
const TIMEOUT_MS = 1_000;

/** Seconds: the SDK's own edges are too few below 1 s, and end where waiting becomes interesting. */
const LATENCY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/**
 * Gives the process's Temporal SDK its log and its metrics; once per process, before anything else of the SDK.
 *
 * Without a free port the worker works all the same, without these metrics, and its log says so.
 */
export async function installTemporalRuntime(logger: Logger): Promise<TemporalRuntime> {
  for (let attempt = 1; attempt <= PORT_ATTEMPTS; attempt += 1) {
    try {
      const address = `${METRICS_HOST}:${await freePort()}`;
      install(logger, address);
      return { readMetrics: () => readMetrics(`http://${address}/metrics`) };
    } catch (err) {
      logger.warn({ err, attempt }, "the Temporal SDK's metrics got no port");
    }
  }
  install(logger, null);
  return { readMetrics: () => Promise.resolve('') };
}

function install(logger: Logger, metricsAddress: string | null): void {
  Runtime.install({
    logger: temporalLogger(logger, 'INFO'),
    // Signals are the service's business: the SDK must not end the worker behind its back.
    shutdownSignals: [],
    telemetryOptions: {
      // Else the native part of the SDK writes past the service's log, in a form of its own and without the order's id.
      logging: { forward: {} },
      ...(metricsAddress === null ? {} : { metrics: metricsAt(metricsAddress) }),
    },
  });
}

/** Names and units as Prometheus has them, and the label that all metrics of a service have. */
function metricsAt(bindAddress: string) {
  return {
    globalTags: { service: 'worker' },
    attachServiceName: false,
    prometheus: {
      bindAddress,
      countersTotalSuffix: true,
      unitSuffix: true,
      useSecondsForDurations: true,
      histogramBucketOverrides: Object.fromEntries(
        [
          'temporal_workflow_task_schedule_to_start_latency',
          'temporal_activity_schedule_to_start_latency',
          'temporal_workflow_task_execution_latency',
          'temporal_request_latency',
        ].map((name) => [name, LATENCY_BUCKETS]),
      ),
    },
  };
}

async function readMetrics(url: string): Promise<string> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return answer.ok ? await answer.text() : '';
  } catch {
    return '';
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, METRICS_HOST);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
