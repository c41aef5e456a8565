import { z } from 'zod';
import { REPLAY_OUTCOMES } from '@refill/order-history/quarantine-states';
import type { ReplayProgress } from '@refill/order-history/replay-progress';

const instant = z.iso.datetime();
const count = z.int().nonnegative();

const replay = {
  replayId: z.string(),
  requestedAt: instant,
  actor: z.string().nullable().describe('Who asked, by their own word'),
  token: z.string().describe('First 8 hex digits of the SHA-256 of the token they used'),
  reasonCode: z.string().nullable().describe('Set when all of one reason were asked for'),
  total: count,
  done: count,
  outcomes: z
    .object({ taken: count, deferred: count, quarantined: count, untrusted: count, failed: count })
    .describe('How many ended in each way'),
  finishedAt: instant.nullable().describe('null while some are not settled'),
};

/** How far a replay has come, as the API gives it. */
export const replaySchema = z.object(replay).meta({ id: 'Replay' });

/** How far the replay of one message has come, as the API gives it. */
export const messageReplaySchema = z
  .object({
    ...replay,
    quarantineId: z.string(),
    outcome: z.enum(REPLAY_OUTCOMES).nullable().describe('Of this message; null: not settled yet'),
    code: z.string().nullable().describe('Why it ended so'),
  })
  .meta({ id: 'MessageReplay', description: 'The replay that a message is in, and its outcome' });

/** How far a replay has come, as the API gives it. */
export function replayJson(progress: ReplayProgress): z.output<typeof replaySchema> {
  const { who, ...rest } = progress;
  return { ...rest, actor: who.actor, token: who.token, outcomes: { ...progress.outcomes } };
}
