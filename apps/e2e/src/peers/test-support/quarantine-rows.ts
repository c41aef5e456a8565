import type { Refill } from '../../test-support/refill';

/** What the quarantine says of a message. */
export interface QuarantineRow {
  readonly transport: string;
  readonly reason: string;
  readonly body: string;
}

/** The messages in quarantine whose text holds `part`, oldest first. */
export async function quarantineRows(
  { database }: Refill,
  part: string,
): Promise<readonly QuarantineRow[]> {
  const rows = await database.db
    .selectFrom('quarantine')
    .select(['transport', 'reason_code', 'body'])
    .orderBy('received_at')
    .execute();
  return rows
    .map((row) => ({
      transport: row.transport,
      reason: row.reason_code,
      body: row.body.toString('utf8'),
    }))
    .filter(({ body }) => body.includes(part));
}
