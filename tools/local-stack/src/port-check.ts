import * as net from 'node:net';
import type { PortVariable } from './local-settings';

/** Addresses a program may listen on: on some systems one can be free while another is taken. */
const hosts = ['127.0.0.1', '0.0.0.0', '::'] as const;

async function isTaken(port: number, host: string): Promise<boolean> {
  const server = net.createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(true);
      // A machine without IPv6 cannot have that port taken.
      else if (error.code === 'EAFNOSUPPORT' || error.code === 'EADDRNOTAVAIL') resolve(false);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(false);
      });
    });
  });
}

/**
 * Makes sure that ports are free and differ from each other.
 * @throws Error with the code `PORT_TAKEN` that names the variable of every port that is not
 */
export async function checkPorts(
  ports: Readonly<Partial<Record<PortVariable, number>>>,
): Promise<void> {
  const problems: string[] = [];
  const owners = new Map<number, string>();
  for (const [variable, port] of Object.entries(ports)) {
    const owner = owners.get(port);
    if (owner !== undefined) {
      problems.push(`${variable} and ${owner} are both ${String(port)}`);
      continue;
    }
    owners.set(port, variable);
    for (const host of hosts) {
      if (await isTaken(port, host)) {
        problems.push(`port ${String(port)} is taken by another program; set ${variable}`);
        break;
      }
    }
  }
  if (problems.length > 0) {
    throw new Error(`PORT_TAKEN: ${problems.join('\n            ')}`);
  }
}
