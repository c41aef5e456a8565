import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { ErasuresTable } from './database-schema';
import type { Who } from './quarantine-states';
import { readStored } from './stored-json';

/** What is done about an erasure. */
export type ErasureActionKind = 'requested' | 'requested-again' | 'finished' | 'lifted';

/** How many rows an erasure changed. */
export interface ErasureCounts {
  readonly orders: number;
  readonly orderEvents: number;
  readonly devices: number;
  readonly deviceEvents: number;
  readonly quarantined: number;
}

/** The erasure of a customer's data. Times are ISO 8601, UTC, ms. */
export interface Erasure {
  /** What stands in the place of the customer's id: `erased-` and 32 hexadecimal digits. */
  readonly pseudonym: string;
  /** Amazon's `directedCustomerId` while the erasure is under way; `null` once it is finished. */
  readonly customerId: string | null;
  readonly requestedAt: string;
  readonly finishedAt: string | null;
  /** When a contact of the customer was stored again; `null` while the erasure stands. */
  readonly liftedAt: string | null;
  /** Who requested it. */
  readonly who: Who;
  /** How far it came. */
  readonly counts: ErasureCounts;
}

/** An erasure that has changed nothing yet. */
export const NOTHING_ERASED: ErasureCounts = {
  orders: 0,
  orderEvents: 0,
  devices: 0,
  deviceEvents: 0,
  quarantined: 0,
};

const count = z.int().nonnegative();
const countsSchema: z.ZodType<ErasureCounts> = z.object({
  orders: count,
  orderEvents: count,
  devices: count,
  deviceEvents: count,
  quarantined: count,
});

/**
 * Reads a row of `erasures`.
 * @throws HistoryError `HISTORY_ROW_INVALID` when its JSON is not what Refill writes
 */
export function readErasureRow(row: Selectable<ErasuresTable>): Erasure {
  return {
    pseudonym: row.pseudonym,
    customerId: row.customer_id,
    requestedAt: row.requested_at,
    finishedAt: row.finished_at,
    liftedAt: row.lifted_at,
    who: { actor: row.actor, token: row.token },
    counts: readStored(countsSchema, row.counts, `counts of erasure ${row.pseudonym}`),
  };
}
