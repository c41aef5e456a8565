import { stopTestPostgres } from './test-postgres-handle';

/** Stops what the global setup started. */
export default async function globalTeardown(): Promise<void> {
  await stopTestPostgres();
}
