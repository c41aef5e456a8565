import { sql } from 'kysely';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { SubscriptionChanged } from '@refill/device-lifecycle/device-fact';
import type {
  ItemShipped,
  NotificationVersion,
  OrderPlaced,
} from '@refill/order-lifecycle/order-fact';
import type { OrderHistoryDatabase } from './database';
import { newestOrderFact, newestSubscriptionChanged } from './newest-facts';
import type { VersionedType } from './versioned-type';

/** How often a version of a type of notification came. */
export interface VersionCount {
  /** Amazon's `notificationType`. */
  readonly type: VersionedType;
  readonly version: NotificationVersion;
  /** How many different notifications. */
  readonly count: number;
  /** The newest `notificationTime`: ISO 8601, UTC, ms. */
  readonly lastAt: string;
}

/** In which versions Amazon sends the notifications of a model. */
export interface ModelVersions {
  readonly modelId: string;
  /** By type, then version. */
  readonly types: readonly VersionCount[];
  /** How many devices still get 1.0: of at least one type, the newest notification came in it. */
  readonly devicesOn1: number;
}

/** A device that still gets 1.0. */
export interface DeviceOn1 {
  readonly device: DeviceIdentity;
  /** The types of which the newest notification came in 1.0. Times are ISO 8601, UTC, ms. */
  readonly types: readonly { readonly type: VersionedType; readonly lastAt: string }[];
}

/** A part of a list of devices that still get 1.0. */
export interface DeviceOn1Page {
  readonly devices: readonly DeviceOn1[];
  /** Where the next part goes on; `null` when this was the last. */
  readonly next: DeviceIdentity | null;
}

interface Evidence<Type extends VersionedType, Fact> {
  /** Amazon's `notificationType`. */
  readonly type: Type;
  /** How many different notifications came in 2.0. */
  readonly received: number;
  /** The newest `notificationTime` of them: ISO 8601, UTC, ms; `null` when none came. */
  readonly lastAt: string | null;
  /** What was read of the newest of them. */
  readonly newest: Fact | null;
}

/** What came in 2.0, by type: what Amazon's migration procedure asks a maker to show. */
export type MigrationEvidence = readonly [
  Evidence<'OrderPlacedNotification', OrderPlaced>,
  Evidence<'ItemShippedNotification', ItemShipped>,
  Evidence<'SubscriptionChangedNotification', SubscriptionChanged>,
];

/** Whether no 2.0 of the same type came to the same device after a row of `notification_versions` named `old`. */
const isNewest = sql<boolean>`not exists (
  select from notification_versions newer
  where newer.model_id = old.model_id and newer.serial_number = old.serial_number
    and newer.type = old.type and newer.version = '2.0' and newer.last_at >= old.last_at)`;

/** In which versions the notifications came, by model. */
export async function versionsByModel(db: OrderHistoryDatabase): Promise<readonly ModelVersions[]> {
  const counts = await db
    .selectFrom('notification_versions')
    .select((eb) => [
      'model_id',
      'type',
      'version',
      eb.fn.sum<string>('count').as('count'),
      eb.fn.max('last_at').as('lastAt'),
    ])
    .groupBy(['model_id', 'type', 'version'])
    .orderBy('model_id')
    .orderBy('type')
    .orderBy('version')
    .execute();
  const on1 = await db
    .selectFrom('notification_versions as old')
    .select(['model_id', sql<string>`count(distinct serial_number)`.as('devices')])
    .where(sql<boolean>`old.version = '1.0'`)
    .where(isNewest)
    .groupBy('model_id')
    .execute();
  const devicesOn1 = new Map(on1.map((row) => [row.model_id, Number(row.devices)]));
  return [...new Set(counts.map((row) => row.model_id))].map((modelId) => ({
    modelId,
    types: counts
      .filter((row) => row.model_id === modelId)
      .map(({ type, version, count, lastAt }) => ({ type, version, count: Number(count), lastAt })),
    devicesOn1: devicesOn1.get(modelId) ?? 0,
  }));
}

/**
 * The devices that still get 1.0, by model and serial number.
 * @param request `limit`: how many at most; `after`: the `next` of the page before
 */
export async function devicesStillOn1(
  db: OrderHistoryDatabase,
  request: {
    readonly modelId?: string | undefined;
    readonly limit: number;
    readonly after: DeviceIdentity | null;
  },
): Promise<DeviceOn1Page> {
  const { modelId, limit, after } = request;
  let query = db
    .selectFrom('notification_versions as old')
    .select([
      'model_id as modelId',
      'serial_number as serialNumber',
      sql<readonly VersionedType[]>`array_agg(type order by type)`.as('types'),
      // As text: `pg` makes Dates of the times in an array.
      sql<readonly string[]>`array_agg(
        to_char(last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') order by type)`.as(
        'times',
      ),
    ])
    .where(sql<boolean>`old.version = '1.0'`)
    .where(isNewest);
  if (modelId !== undefined) query = query.where('model_id', '=', modelId);
  if (after !== null) {
    query = query.where(
      sql<boolean>`(model_id, serial_number) > (${after.modelId}, ${after.serialNumber})`,
    );
  }
  const rows = await query
    .groupBy(['model_id', 'serial_number'])
    .orderBy('model_id')
    .orderBy('serial_number')
    // One more than asked for: whether there is a next page.
    .limit(limit + 1)
    .execute();
  const devices = rows.slice(0, limit).map(({ modelId: model, serialNumber, types, times }) => ({
    device: { modelId: model, serialNumber },
    types: types.flatMap((type, index) => {
      const lastAt = times[index];
      return lastAt === undefined ? [] : [{ type, lastAt }];
    }),
  }));
  return { devices, next: rows.length > limit ? (devices.at(-1)?.device ?? null) : null };
}

/**
 * What came in 2.0 to the devices of a model, and what was read of it.
 * Meant for Amazon's test model: it looks at all that came to the model.
 * @throws HistoryError `HISTORY_ROW_INVALID` when an event is not what Refill writes
 */
export async function migrationEvidence(
  db: OrderHistoryDatabase,
  modelId: string,
): Promise<MigrationEvidence> {
  const counts = await db
    .selectFrom('notification_versions')
    .select((eb) => [
      'type',
      eb.fn.sum<string>('count').as('received'),
      eb.fn.max('last_at').as('lastAt'),
    ])
    .where('model_id', '=', modelId)
    .where('version', '=', '2.0')
    .groupBy('type')
    .execute();
  const about = <Type extends VersionedType>(type: Type) => {
    const row = counts.find((candidate) => candidate.type === type);
    return { type, received: Number(row?.received ?? 0), lastAt: row?.lastAt ?? null };
  };
  const placed = await newestOrderFact(db, modelId, 'order-placed');
  const shipped = await newestOrderFact(db, modelId, 'item-shipped');
  return [
    {
      ...about('OrderPlacedNotification'),
      newest: placed?.type === 'order-placed' ? placed : null,
    },
    {
      ...about('ItemShippedNotification'),
      newest: shipped?.type === 'item-shipped' ? shipped : null,
    },
    {
      ...about('SubscriptionChangedNotification'),
      newest: await newestSubscriptionChanged(db, modelId),
    },
  ];
}
