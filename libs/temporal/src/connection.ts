import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';

/** A connection to Temporal and the client on it. */
export interface TemporalConnection {
  readonly connection: Connection;
  readonly client: Client;
  readonly namespace: string;
}

/**
 * Prepares the connection to Temporal from the environment, as the SDK's `envconfig` reads it:
 * `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_API_KEY`, `TEMPORAL_TLS…`.
 *
 * It connects at the first call, not here: a service starts while Temporal is down, and says so in `/readyz`.
 */
export function connectTemporal(): TemporalConnection {
  const config = loadClientConnectConfig();
  const namespace = config.namespace ?? 'default';
  const connection = Connection.lazy(config.connectionOptions);
  return { connection, client: new Client({ connection, namespace }), namespace };
}
