import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';

const UP_MS = 60_000;
const POLL_MS = 200;

/** How long to wait for a server. */
export interface Patience {
  readonly patienceMs?: number;
  /** Why there is nothing to wait for; `null` while there is. */
  readonly ended?: () => Error | null;
}

/**
 * Connects to a server that takes connections some time after its start.
 * @param ask what the server has to answer first
 * @param patience how long it may take, in ms, and whether the server has ended, in which case there is nothing to wait for
 * @throws the last error after that
 */
export async function connectWhenUp(
  address: string,
  ask: (connection: Connection) => Promise<unknown>,
  { patienceMs = UP_MS, ended = () => null }: Patience = {},
): Promise<Connection> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const connection = Connection.lazy({ address, connectTimeout: '2s' });
    try {
      await connection.ensureConnected();
      await ask(connection);
      return connection;
    } catch (error) {
      await connection.close();
      const end = ended();
      if (end !== null) throw end;
      if (Date.now() > deadline) throw error;
      await delay(POLL_MS);
    }
  }
}
