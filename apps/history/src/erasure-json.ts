import { z } from 'zod';
import type { Erasure } from '@refill/order-history/erasure';

const instant = z.iso.datetime();
const count = z.int().nonnegative();

/** How far an erasure has come, as the API gives it. */
export const erasureSchema = z
  .object({
    pseudonym: z
      .string()
      .describe("What stands in the place of the customer's id in all that is kept"),
    state: z
      .enum(['running', 'finished', 'lifted'])
      .describe(
        'running: under way, or waiting for Temporal or PostgreSQL. lifted: finished, but a contact was stored ' +
          'since: what comes from then on is kept under the real id',
      ),
    requestedAt: instant.describe('When it was first asked for, or again after it was lifted'),
    finishedAt: instant.nullable(),
    liftedAt: instant.nullable(),
    actor: z.string().nullable().describe('Who asked for it, by their own word'),
    counts: z
      .object({
        orders: count,
        orderEvents: count,
        devices: count,
        deviceEvents: count,
        quarantined: count,
      })
      .describe('How many rows were changed until now'),
  })
  .meta({ id: 'Erasure' });

/** An erasure as the API gives it. */
export function erasureJson(erasure: Erasure): z.output<typeof erasureSchema> {
  return {
    pseudonym: erasure.pseudonym,
    state: stateOf(erasure),
    requestedAt: erasure.requestedAt,
    finishedAt: erasure.finishedAt,
    liftedAt: erasure.liftedAt,
    actor: erasure.who.actor,
    counts: { ...erasure.counts },
  };
}

function stateOf({ finishedAt, liftedAt }: Erasure): 'running' | 'finished' | 'lifted' {
  if (finishedAt === null) return 'running';
  return liftedAt === null ? 'finished' : 'lifted';
}
