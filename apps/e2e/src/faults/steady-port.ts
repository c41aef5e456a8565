import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Where systems take no ports for outgoing connections from: such a connection could take the port of a
 * service that is down, or even connect to itself. Source: Linux's `ip_local_port_range` (32768 up), IANA's (49152 up).
 */
const FROM = 15_000;
const TO = 32_000;

/** Finds a port of 127.0.0.1 that is free now and stays so while nobody listens for a time. */
export async function steadyPort(): Promise<number> {
  for (;;) {
    const port = randomInt(FROM, TO);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
