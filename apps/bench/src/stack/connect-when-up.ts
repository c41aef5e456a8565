import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';

const UP_MS = 60_000;
const POLL_MS = 200;

/**
 * Connects to a server that takes connections some time after its start.
 * @param ask what the server has to answer first
 * @throws the last error after a minute
 */
export async function connectWhenUp(
  address: string,
  ask: (connection: Connection) => Promise<unknown>,
): Promise<Connection> {
  const deadline = Date.now() + UP_MS;
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
