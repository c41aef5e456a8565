import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig';

/** Temporal's own variables or its configuration file cannot be used. Code `TEMPORAL_CONFIG_INVALID`. */
export class TemporalConfigError extends Error {
  override readonly name = 'TemporalConfigError';
  readonly code = 'TEMPORAL_CONFIG_INVALID';

  /** @param cause what the SDK threw */
  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : 'no reason was given';
    super(`TEMPORAL_CONFIG_INVALID: the TEMPORAL_… variables cannot be used: ${reason}`, { cause });
  }
}

/**
 * Reads how to connect to Temporal, as the SDK's `envconfig` does: `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`,
 * `TEMPORAL_API_KEY`, `TEMPORAL_TLS…`, a profile in `TEMPORAL_CONFIG_FILE`.
 * @throws TemporalConfigError
 */
export function readTemporalConfig(env: NodeJS.ProcessEnv = process.env): ClientConnectConfig {
  try {
    return loadClientConnectConfig({ overrideEnvVars: definedOf(env) });
  } catch (error) {
    throw new TemporalConfigError(error);
  }
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const set = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(set);
}
