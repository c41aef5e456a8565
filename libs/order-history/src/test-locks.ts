import { sql } from 'kysely';
import type { OrderHistoryDatabase } from './database';

/** Resolves when somebody on this database waits for a lock; for tests only. */
export async function untilSomebodyWaits(db: OrderHistoryDatabase): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    if ((rows[0]?.waiting ?? 0) > 0) return;
  }
}
