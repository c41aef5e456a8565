import { z } from 'zod';
import { until } from '../test-support/until';
import type { RefillUnderFaults } from './refill-under-faults';

const requestedSchema = z.object({ replayId: z.string(), matched: z.number() });
const replaySchema = z.object({
  total: z.number(),
  done: z.number(),
  outcomes: z.record(z.string(), z.number()),
  finishedAt: z.string().nullable(),
});

/** How a replay ended. */
export type FinishedReplay = z.output<typeof replaySchema>;

/** Asks for the replay of all that is in quarantine for one reason; tells which replay it is and of how much. */
export async function requestReplay(
  refill: RefillUnderFaults,
  reasonCode: string,
): Promise<z.output<typeof requestedSchema>> {
  const response = await refill.history('/v1/quarantine/replays', {
    method: 'POST',
    body: JSON.stringify({ reasonCode, actor: 'the fault tests' }),
  });
  return requestedSchema.parse(await response.json());
}

/** Waits until every message of a replay is settled. */
export async function replayFinished(
  refill: RefillUnderFaults,
  replayId: string,
): Promise<FinishedReplay> {
  return await until(
    async () => {
      const response = await refill.history(`/v1/quarantine/replays/${replayId}`);
      return replaySchema.parse(await response.json());
    },
    ({ finishedAt }) => finishedAt !== null,
    120_000,
  );
}
