import type { PostgresServer } from './postgres-server';

let running: PostgresServer | undefined;

/** Keeps the PostgreSQL of this Jest run for the teardown; Jest runs setup and teardown in one process. */
export function rememberTestPostgres(server: PostgresServer): void {
  running = server;
}

/** Stops the PostgreSQL of this Jest run, if this run started one. */
export async function stopTestPostgres(): Promise<void> {
  await running?.process.stop();
  running = undefined;
}
