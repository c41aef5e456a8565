import { sql } from 'kysely';
import type { OrderHistoryDatabase } from './database';

/** Asks the database for an answer, for readiness. @throws the error of the query when there is none */
export async function checkDatabase(db: OrderHistoryDatabase): Promise<void> {
  await sql`select 1`.execute(db);
}
