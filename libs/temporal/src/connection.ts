import {
  Client,
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  type WorkflowClientInterceptor,
} from '@temporalio/client';
import { cancelCallsAfterClose } from './calls-after-close';
import { readEncryptionKeys } from './encryption-keys';
import { encryptingDataConverter } from './payload-encryption';
import { readTemporalConfig } from './temporal-config';

/** The longest wait before Temporal is tried again, in ms: well under what any call waits, so that the first one finds it back. */
const LONGEST_RECONNECT_MS = 1_000;

/** A connection to Temporal and the client on it. */
export interface TemporalConnection {
  readonly connection: Connection;
  readonly client: Client;
  readonly namespace: string;
  /** Closes the connection; calls that are under way, or wait for their next try, fail. */
  close(): Promise<void>;
}

/**
 * Prepares the connection to Temporal from the environment, as the SDK's `envconfig` reads it:
 * `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_API_KEY`, `TEMPORAL_TLS…`; payloads are encrypted with
 * `TEMPORAL_ENCRYPTION_KEYS`.
 *
 * It connects at the first call, not here: a service starts while Temporal is down, and says so in `/readyz`.
 * @param interceptors of the client's calls, such as those that trace them
 * @throws EncryptionKeysError when the keys are wrong
 * @throws TemporalConfigError when the other variables are
 */
export function connectTemporal(
  env: NodeJS.ProcessEnv = process.env,
  interceptors: readonly WorkflowClientInterceptor[] = [],
): TemporalConnection {
  const dataConverter = encryptingDataConverter(readEncryptionKeys(env));
  const config = readTemporalConfig(env);
  const namespace = config.namespace ?? 'default';
  let closed = false;
  const connection = Connection.lazy({
    ...config.connectionOptions,
    interceptors: [
      makeGrpcRetryInterceptor(defaultGrpcRetryOptions()),
      cancelCallsAfterClose(() => closed),
    ],
    // gRPC would wait up to two minutes between tries after a long outage.
    channelArgs: { 'grpc.max_reconnect_backoff_ms': LONGEST_RECONNECT_MS },
  });
  return {
    connection,
    client: new Client({
      connection,
      namespace,
      dataConverter,
      interceptors: { workflow: [...interceptors] },
    }),
    namespace,
    async close() {
      closed = true;
      await connection.close();
    },
  };
}
