import type { ColumnType, GeneratedAlways } from 'kysely';
import type { DeviceEmailKind } from '@refill/device-lifecycle/device-email';
import type { DeviceEventType } from '@refill/device-lifecycle/device-event';
import type { SubscriptionVersion } from '@refill/device-lifecycle/device-fact';
import type { DeviceStatus } from '@refill/device-lifecycle/device-status';
import type { OrderEventType } from '@refill/order-lifecycle/order-event';
import type { NotificationVersion } from '@refill/order-lifecycle/order-fact';
import type { OrderDeadlineKind } from '@refill/order-lifecycle/order-deadline-kind';
import type {
  CancellationReason,
  OrderAttention,
  OrderStatus,
} from '@refill/order-lifecycle/order-status';
import type { Fixed, Json, Timestamped } from './column-types';
import type { ErasureActionKind } from './erasure';
import type { OperatorActionsTable } from './operator-actions-table';
import type { QuarantineActionKind, QuarantineState, ReplayOutcome } from './quarantine-states';
import type { VersionedType } from './versioned-type';

/** `orders`; see `migrations/0001-orders.sql`. Times are ISO 8601 in UTC with ms. */
export interface OrdersTable {
  readonly order_id: Fixed<string>;
  readonly status: OrderStatus;
  readonly cancellation_reason: CancellationReason | null;
  readonly model_id: string;
  readonly serial_number: string;
  readonly slot_id: string;
  readonly customer_id: string;
  readonly items: Json;
  readonly requested_at: string | null;
  readonly placed_at: string | null;
  readonly cancellable_until: string | null;
  readonly cancelled_at: string | null;
  readonly shipped_at: string | null;
  readonly estimated_delivery: string | null;
  readonly device_deregistered_at: string | null;
  readonly attention: readonly OrderAttention[];
  readonly test: boolean;
  readonly started_at: string;
  readonly next_deadline_kind: OrderDeadlineKind | null;
  readonly next_deadline_at: string | null;
  readonly workflow_id: string;
  readonly run_id: string;
  readonly revision: number;
  readonly windows: Json;
  readonly refolded: ColumnType<boolean, never, boolean>;
  readonly sort_at: Fixed<string>;
  readonly created_at: Timestamped;
  readonly updated_at: Timestamped<string>;
}

/** `order_events`; see `migrations/0001-orders.sql`. */
export interface OrderEventsTable {
  readonly order_id: Fixed<string>;
  readonly seq: Fixed<number>;
  readonly key: Fixed<string>;
  readonly type: Fixed<OrderEventType>;
  readonly occurred_at: Fixed<string>;
  readonly recorded_at: Timestamped;
  readonly notification_id: Fixed<string | null>;
  readonly data: Json;
}

/** `contacts`; see `migrations/0002-contacts-and-emails.sql`. */
export interface ContactsTable {
  readonly customer_id: Fixed<string>;
  readonly email: string;
  readonly name: string | null;
  readonly locale: string | null;
  readonly updated_at: Timestamped<string>;
}

/** `emails`; see `migrations/0002-contacts-and-emails.sql`. */
export interface EmailsTable {
  readonly order_id: Fixed<string>;
  readonly kind: Fixed<string>;
  readonly message_id: string | null;
  readonly outcome: 'sent' | 'skipped' | 'failed' | null;
  readonly detail: string | null;
  readonly claimed_at: Timestamped;
  /** Who is sending it, while `outcome` is `null`. */
  readonly claimed_by: ColumnType<string | null, string | undefined, string>;
  /** Until when nobody else may. */
  readonly claimed_until: ColumnType<string | null, string | undefined, string | null>;
  readonly settled_at: ColumnType<string | null, string | null, string>;
}

/** `devices`; see `migrations/0006-devices.sql`. */
export interface DevicesTable {
  readonly model_id: Fixed<string>;
  readonly serial_number: Fixed<string>;
  readonly status: DeviceStatus;
  readonly customer_id: string;
  readonly registered_at: string | null;
  readonly deregistered_at: string | null;
  readonly subscription_changed_at: string | null;
  readonly subscription_version: SubscriptionVersion | null;
  readonly slots: Json;
  readonly last_notification_at: string;
  readonly carry: Json;
  readonly workflow_id: string;
  readonly run_id: ColumnType<string | null, string, string>;
  readonly generation: number;
  readonly revision: number;
  readonly sort_at: Fixed<string>;
  readonly created_at: Timestamped;
  readonly updated_at: Timestamped<string>;
}

/** `device_events`; see `migrations/0006-devices.sql`. */
export interface DeviceEventsTable {
  readonly model_id: Fixed<string>;
  readonly serial_number: Fixed<string>;
  readonly seq: Fixed<number>;
  readonly key: Fixed<string>;
  readonly type: Fixed<DeviceEventType>;
  readonly occurred_at: Fixed<string>;
  readonly recorded_at: Timestamped;
  readonly notification_id: Fixed<string | null>;
  readonly data: Json;
}

/** `device_emails`; see `migrations/0006-devices.sql`. */
export interface DeviceEmailsTable {
  readonly model_id: Fixed<string>;
  readonly serial_number: Fixed<string>;
  readonly key: Fixed<string>;
  readonly kind: Fixed<DeviceEmailKind>;
  readonly message_id: string | null;
  readonly outcome: 'sent' | 'skipped' | 'failed' | null;
  readonly detail: string | null;
  readonly claimed_at: Timestamped;
  /** Who is sending it, while `outcome` is `null`. */
  readonly claimed_by: ColumnType<string | null, string | undefined, string>;
  /** Until when nobody else may. */
  readonly claimed_until: ColumnType<string | null, string | undefined, string | null>;
  readonly settled_at: ColumnType<string | null, string | null, string>;
}

/** `notification_versions`; see `migrations/0006-devices.sql`. */
export interface NotificationVersionsTable {
  readonly model_id: Fixed<string>;
  readonly serial_number: Fixed<string>;
  readonly type: Fixed<VersionedType>;
  readonly version: Fixed<NotificationVersion>;
  /** A 64-bit number, as text. */
  readonly count: ColumnType<string, number, number>;
  readonly last_at: string;
}

/** `erasures`; see `migrations/0006-devices.sql`. */
export interface ErasuresTable {
  readonly pseudonym: Fixed<string>;
  readonly customer_id: string | null;
  readonly requested_at: Timestamped<string>;
  readonly finished_at: ColumnType<string | null, never, string | null>;
  readonly lifted_at: ColumnType<string | null, never, string | null>;
  readonly actor: string | null;
  readonly token: string;
  readonly counts: Json;
}

/** `erasure_actions`; see `migrations/0006-devices.sql`. */
export interface ErasureActionsTable {
  /** A 64-bit number, as text. */
  readonly id: GeneratedAlways<string>;
  readonly pseudonym: Fixed<string>;
  readonly action: Fixed<ErasureActionKind>;
  readonly at: Timestamped;
  readonly actor: Fixed<string | null>;
  readonly token: Fixed<string | null>;
}

/** `quarantine`; see `migrations/0004-quarantine-and-deferred.sql` and `0005-quarantine-states-and-replays.sql`. */
export interface QuarantineTable {
  /** A 64-bit number, as text. */
  readonly id: GeneratedAlways<string>;
  readonly message_id: Fixed<string>;
  readonly transport: Fixed<'https' | 'sqs'>;
  readonly reason_code: Fixed<string>;
  readonly detail: Fixed<string>;
  readonly body: Buffer;
  readonly headers: Json;
  readonly received_at: Fixed<string>;
  readonly created_at: Timestamped;
  readonly untrusted: Fixed<boolean>;
  readonly state: ColumnType<QuarantineState, never, QuarantineState>;
  readonly attempts: number;
  readonly last_received_at: string;
}

/** `quarantine_replays`; see `migrations/0005-quarantine-states-and-replays.sql`. */
export interface QuarantineReplaysTable {
  /** A 64-bit number, as text. */
  readonly id: GeneratedAlways<string>;
  readonly requested_at: Timestamped;
  readonly actor: Fixed<string | null>;
  readonly token: Fixed<string>;
  readonly reason_code: Fixed<string | null>;
}

/** `quarantine_replay_items`; see `migrations/0005-quarantine-states-and-replays.sql`. */
export interface QuarantineReplayItemsTable {
  readonly replay_id: Fixed<string>;
  readonly quarantine_id: Fixed<string>;
  readonly leased_until: ColumnType<string | null, never, string | null>;
  readonly outcome: ColumnType<ReplayOutcome | null, never, ReplayOutcome>;
  readonly code: ColumnType<string | null, never, string | null>;
  readonly settled_at: ColumnType<string | null, never, string>;
}

/** `quarantine_actions`; see `migrations/0005-quarantine-states-and-replays.sql`. */
export interface QuarantineActionsTable {
  /** A 64-bit number, as text. */
  readonly id: GeneratedAlways<string>;
  readonly quarantine_id: Fixed<string>;
  readonly action: Fixed<QuarantineActionKind>;
  readonly at: Timestamped;
  readonly actor: Fixed<string | null>;
  readonly token: Fixed<string | null>;
  readonly replay_id: Fixed<string | null>;
  readonly outcome: Fixed<ReplayOutcome | null>;
  readonly code: Fixed<string | null>;
  readonly note: Fixed<string | null>;
}

/** `deferred`; see `migrations/0004-quarantine-and-deferred.sql` and `0005-quarantine-states-and-replays.sql`. */
export interface DeferredTable {
  /** A 64-bit number, as text. */
  readonly id: GeneratedAlways<string>;
  readonly message_id: Fixed<string>;
  readonly kind: Fixed<'notification' | 'replenishment'>;
  readonly payload: ColumnType<unknown, string, never>;
  readonly received_at: Fixed<string>;
  readonly created_at: Timestamped;
  readonly order_key: Fixed<string | null>;
  readonly failures: ColumnType<number, never, number>;
  readonly last_failure_code: ColumnType<string | null, never, string>;
}

/** Every table of the order history. */
export interface DatabaseSchema {
  readonly orders: OrdersTable;
  readonly order_events: OrderEventsTable;
  readonly contacts: ContactsTable;
  readonly emails: EmailsTable;
  readonly devices: DevicesTable;
  readonly device_events: DeviceEventsTable;
  readonly device_emails: DeviceEmailsTable;
  readonly notification_versions: NotificationVersionsTable;
  readonly erasures: ErasuresTable;
  readonly erasure_actions: ErasureActionsTable;
  readonly quarantine: QuarantineTable;
  readonly quarantine_replays: QuarantineReplaysTable;
  readonly quarantine_replay_items: QuarantineReplayItemsTable;
  readonly quarantine_actions: QuarantineActionsTable;
  readonly deferred: DeferredTable;
  readonly operator_actions: OperatorActionsTable;
}
