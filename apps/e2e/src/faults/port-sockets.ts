import { readFile } from 'node:fs/promises';

/** Linux's names of socket states. Source: `include/net/tcp_states.h`. */
const STATES: Readonly<Record<string, string>> = {
  '01': 'established',
  '04': 'fin-wait-1',
  '05': 'fin-wait-2',
  '06': 'time-wait',
  '08': 'close-wait',
  '09': 'last-ack',
  '0A': 'listening',
};

/** Tells which sockets hold a local port, for the report of a start that failed; nothing where there is no `/proc`. */
export async function socketsOnPort(port: number): Promise<string> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const states = tables
    .flatMap((table) => table.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local]) => local?.endsWith(`:${hexPort}`) === true)
    .map(([, , remote, state]) => `${STATES[state ?? ''] ?? state ?? '?'} (from ${remote ?? '?'})`);
  return states.join(', ');
}
