import path from 'node:path';
import type { DeviceWindows } from '@refill/device-lifecycle/device-windows';
import type { OrderWindows } from '@refill/order-lifecycle/order-windows';
import { bearerTokens } from '@refill/service/bearer-tokens';
import { commaSeparated, durationMs, port, readConfig } from '@refill/service/config';
import { z } from 'zod';

/** The topic that the local stack listens to; its account is none of AWS's. */
export const LOCAL_TOPIC_ARN = 'arn:aws:sns:us-east-1:000000000000:refill-simulator';

const schema = z.object({
  REFILL_HOME: z.string().default('.refill'),
  INGESTION_PORT: port(8080),
  HISTORY_PORT: port(8081),
  SNS_TOPIC_ARNS: commaSeparated.prefault(''),
  INGESTION_TOKEN: bearerTokens.optional(),
  HISTORY_READ_TOKEN: bearerTokens.optional(),
  HISTORY_WRITE_TOKEN: bearerTokens.optional(),
  ORDER_CANCEL_WINDOW: durationMs.prefault('24h'),
  ORDER_RESOLUTION_WINDOW: durationMs.prefault('72h'),
  ORDER_SETTLE: durationMs.prefault('60s'),
  ORDER_OVERDUE_GRACE: durationMs.prefault('0s'),
  ORDER_EXPIRY: durationMs.prefault('30d'),
  DEVICE_NUDGE_AFTER: durationMs.prefault('24h'),
});

/** The bearer tokens that the environment names; `null` where it names none. */
export interface StackTokens {
  readonly ingestion: string | null;
  readonly historyRead: string | null;
  readonly historyWrite: string | null;
}

/** What the environment says of the running stack. */
export interface SimulatorSettings {
  /** Absolute. */
  readonly home: string;
  readonly targetUrl: string;
  readonly historyUrl: string;
  readonly topicArn: string;
  readonly tokens: StackTokens;
  /** Must be those of the stack: deadlines are aimed at with them. */
  readonly windows: OrderWindows;
  /** As `windows`. */
  readonly deviceWindows: DeviceWindows;
}

/**
 * Reads the variables that the stack reads too, with the same defaults.
 * @param cwd the folder a relative `REFILL_HOME` counts from
 * @throws ConfigError that names every variable that is wrong
 */
export function readSimulatorSettings(env: NodeJS.ProcessEnv, cwd: string): SimulatorSettings {
  const read = readConfig(schema, env);
  return {
    home: path.resolve(cwd, read.REFILL_HOME),
    targetUrl: `http://127.0.0.1:${String(read.INGESTION_PORT)}`,
    historyUrl: `http://127.0.0.1:${String(read.HISTORY_PORT)}`,
    topicArn: read.SNS_TOPIC_ARNS[0] ?? LOCAL_TOPIC_ARN,
    tokens: {
      ingestion: firstToken(read.INGESTION_TOKEN),
      historyRead: firstToken(read.HISTORY_READ_TOKEN),
      historyWrite: firstToken(read.HISTORY_WRITE_TOKEN),
    },
    windows: {
      cancelWindowMs: read.ORDER_CANCEL_WINDOW,
      resolutionWindowMs: read.ORDER_RESOLUTION_WINDOW,
      settleMs: read.ORDER_SETTLE,
      overdueGraceMs: read.ORDER_OVERDUE_GRACE,
      expiryMs: read.ORDER_EXPIRY,
    },
    deviceWindows: { nudgeAfterMs: read.DEVICE_NUDGE_AFTER },
  };
}

/** Of several tokens, while they are rotated, any is let in. */
function firstToken(tokens: readonly string[] | undefined): string | null {
  return tokens?.[0] ?? null;
}
