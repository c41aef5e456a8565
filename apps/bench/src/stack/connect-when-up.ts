import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';

const UP_MS = 60_000;
const POLL_MS = 200;

/**
 * Connects to a server that takes connections some time after its start.
 * @param ask what the server has to answer first
 * @param patienceMs how long it may take
 * @throws the last error after that
 */
export async function connectWhenUp(
  address: string,
  ask: (connection: Connection) => Promise<unknown>,
  patienceMs = UP_MS,
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
      if (Date.now() > deadline) throw error;
      await delay(POLL_MS);
    }
  }
}
