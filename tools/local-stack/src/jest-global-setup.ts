import type { Progress } from './cached-program';
import { findTemporal } from './temporal-executable';
import { findTemporalTestServer } from './temporal-test-server';
import { rememberTestPostgres } from './test-postgres-handle';
import { startThrowawayPostgres } from './throwaway-postgres';

const progress: Progress = (line) => process.stderr.write(`setup: ${line}\n`);

/** What a run needs, by the variable that tells the tests where it is. */
const needs: Readonly<Record<string, () => Promise<string>>> = {
  REFILL_TEST_POSTGRES_URL: async () => {
    const server = await startThrowawayPostgres();
    rememberTestPostgres(server);
    return server.url;
  },
  REFILL_TEST_TEMPORAL_EXECUTABLE: async () => {
    // The tests start servers of their own, also where the environment names a server that runs.
    const { TEMPORAL_ADDRESS: _address, ...env } = process.env;
    const source = await findTemporal(env, progress);
    if (source.kind === 'remote') throw new Error('no Temporal server of our own');
    return source.path;
  },
  REFILL_TEST_TEMPORAL_TEST_SERVER: () => findTemporalTestServer(process.env, progress),
};

/**
 * Gives a Jest run a real PostgreSQL of its own and the programs to start Temporal servers, told by variables.
 *
 * A variable that is set already is left as it is. What cannot be had is told and left unset: tests that
 * need it fail, all others run.
 */
export default async function globalSetup(): Promise<void> {
  for (const [variable, provide] of Object.entries(needs)) {
    const given = process.env[variable];
    if (given !== undefined && given !== '') continue;
    try {
      process.env[variable] = await provide();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      progress(`${variable} stays unset, tests that need it will fail.\n${reason}`);
    }
  }
}
