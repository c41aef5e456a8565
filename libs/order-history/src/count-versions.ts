import { sql, type Transaction } from 'kysely';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import type { NotificationVersion, OrderFact } from '@refill/order-lifecycle/order-fact';
import type { DatabaseSchema } from './database-schema';
import type { VersionedType } from './versioned-type';

/** A notification that came in one of two versions. */
export interface VersionWord {
  readonly modelId: string;
  readonly serialNumber: string;
  readonly type: VersionedType;
  readonly version: NotificationVersion;
  /** Amazon's `notificationTime`: ISO 8601, UTC. */
  readonly at: string;
}

/** The version in which the notification behind an order's event came; none where there is none. */
export function versionWordsIn({ data }: OrderEvent): readonly VersionWord[] {
  return 'fact' in data ? versionWordsOf(data.fact) : [];
}

function versionWordsOf(fact: OrderFact): readonly VersionWord[] {
  switch (fact.type) {
    case 'order-placed':
    case 'item-shipped': {
      const { version, occurredAt, subject } = fact;
      if (version === undefined) return [];
      const { modelId, serialNumber } = subject;
      const type =
        fact.type === 'order-placed' ? 'OrderPlacedNotification' : 'ItemShippedNotification';
      return [{ modelId, serialNumber, type, version, at: occurredAt }];
    }
    case 'replenish-requested':
    case 'order-cancelled':
    case 'device-deregistered':
    case 'order-ended':
      return [];
  }
}

/**
 * Counts notifications by version, in the transaction that adds their events: each counts once.
 * Its locks are the last that a transaction takes, in the order of the key, so that no two wait in a circle.
 */
export async function countVersions(
  trx: Transaction<DatabaseSchema>,
  words: readonly VersionWord[],
): Promise<void> {
  if (words.length === 0) return;
  await sql`
    insert into notification_versions as known
      (model_id, serial_number, type, version, count, last_at)
    select word."modelId", word."serialNumber", word.type, word.version, count(*), max(word.at)
    from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as word(
      "modelId" text, "serialNumber" text, type text, version text, at timestamptz)
    group by 1, 2, 3, 4
    order by 1, 2, 3, 4
    on conflict (model_id, serial_number, type, version) do update
      set count = known.count + excluded.count,
          last_at = greatest(known.last_at, excluded.last_at)
  `.execute(trx);
}
