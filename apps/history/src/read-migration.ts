import { z } from 'zod';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { migrationEvidence, versionsByModel } from '@refill/order-history/notification-versions';
import { VERSIONED_TYPES } from '@refill/order-history/versioned-type';
import { draftForumPost } from './forum-post';
import { checkMigration, TEST_MODEL } from './migration-check';
import { migrationSteps } from './migration-steps';

const count = z.int().nonnegative();

/** How far the migration to 2.0 has come, as the API gives it. */
export const migrationSchema = z
  .object({
    model: z.literal(TEST_MODEL).describe("Amazon's model to try out 2.0 with"),
    ready: z.boolean().describe('Whether all three types were received in 2.0 and read completely'),
    checks: z.array(
      z.object({
        type: z.enum(VERSIONED_TYPES),
        received: count.describe('How many came in 2.0'),
        readCompletely: z
          .boolean()
          .describe("Whether every field of Amazon's 2.0 shape was read from the newest one"),
        lastAt: z.iso.datetime().nullable(),
        missing: z.array(z.string()).describe('The fields that were not, by their path'),
      }),
    ),
    nextSteps: z.array(z.string()).describe("What to do next in Amazon's procedure, in order"),
    forumPost: z
      .object({ subject: z.string(), body: z.string() })
      .describe('To be posted in the DRS forum once it is ready'),
  })
  .meta({ id: 'Migration' });

/** Checks Amazon's procedure to move to 2.0, and drafts the post to the DRS forum. */
export async function readMigration(
  db: OrderHistoryDatabase,
): Promise<z.output<typeof migrationSchema>> {
  const [models, evidence] = await Promise.all([
    versionsByModel(db),
    migrationEvidence(db, TEST_MODEL),
  ]);
  const modelsOn1 = models
    .filter(({ modelId, devicesOn1 }) => devicesOn1 > 0 && modelId !== TEST_MODEL)
    .map(({ modelId }) => modelId);
  const state = checkMigration(evidence);
  return {
    model: TEST_MODEL,
    ready: state.ready,
    checks: state.checks.map((check) => ({ ...check, missing: [...check.missing] })),
    nextSteps: [...migrationSteps(state, modelsOn1)],
    forumPost: { ...draftForumPost(state, modelsOn1) },
  };
}
