import { checkOptions, type HistoryClientOptions } from './client-options';
import {
  type ContactCalls,
  createContactCalls,
  createCustomerCalls,
  type CustomerCalls,
} from './customer-calls';
import { createDeviceCalls, type DeviceCalls } from './device-calls';
import { type CallOptions, createConnection } from './history-connection';
import { type HistoryStatus, historyStatusReader } from './history-status';
import { createOrderCalls, type OrderCalls } from './order-calls';
import { createQuarantineCalls, type QuarantineCalls } from './quarantine-calls';
import { createVersionCalls, type VersionCalls } from './version-calls';

/**
 * A client of one history service. Every call may throw a `HistoryApiError` (the server refused it), a
 * `HistoryNetworkError`, a `HistoryTimeoutError` or a `HistoryAnswerError`, all with a stable `code`.
 */
export interface HistoryClient {
  readonly orders: OrderCalls;
  readonly devices: DeviceCalls;
  readonly contacts: ContactCalls;
  readonly customers: CustomerCalls;
  readonly quarantine: QuarantineCalls;
  readonly versions: VersionCalls;
  /** What waits: for Temporal, for somebody to look at it, or to be erased. Needs either token. */
  status(options?: CallOptions): Promise<HistoryStatus>;
}

/**
 * Makes a client of a history service. Nothing is sent yet, and nothing has to be closed.
 * @throws HistoryArgumentError `HISTORY_CLIENT_OPTIONS_INVALID` which names the option, without its value
 */
export function createHistoryClient(options: HistoryClientOptions): HistoryClient {
  const connection = createConnection(checkOptions(options));
  return {
    orders: createOrderCalls(connection),
    devices: createDeviceCalls(connection),
    contacts: createContactCalls(connection),
    customers: createCustomerCalls(connection),
    quarantine: createQuarantineCalls(connection),
    versions: createVersionCalls(connection),
    status: (call) =>
      connection.send({ method: 'GET', route: '/v1/status' }, historyStatusReader, call),
  };
}

// All that users of the published package may import: it has this one entry.
export { ORDER_ATTENTIONS, ORDER_STATUSES } from './order';
export type { HistoryClientOptions } from './client-options';
export type { ActorOptions, ContactCalls, CustomerCalls } from './customer-calls';
export type {
  Contact,
  ContactInput,
  Erasure,
  ErasureCounts,
  ErasureState,
  StoredContact,
} from './customer';
export type {
  Device,
  DeviceEvent,
  DeviceEventType,
  DeviceSlot,
  DeviceStatus,
  DeviceWorkflow,
  ListedDevice,
  NotificationVersion,
  SelectedProduct,
  SubscriptionCause,
} from './device';
export type { DeviceCalls, DeviceFilter } from './device-calls';
export { HistoryApiError, type Problem, type RequestProblem } from './history-api-error';
export {
  HistoryAnswerError,
  HistoryArgumentError,
  HistoryClientError,
  type HistoryClientErrorCode,
  HistoryNetworkError,
  HistoryTimeoutError,
} from './history-client-error';
export type { CallOptions } from './history-connection';
export type {
  DeferredStatus,
  ErasuresStatus,
  HistoryStatus,
  QuarantineReason,
  QuarantineStatus,
} from './history-status';
export type { Open } from './open-union';
export type {
  MissingEvent,
  OperatorAction,
  OperatorActionKind,
  OperatorActionState,
  OrderDifference,
  Reconciliation,
} from './operator-action';
export type {
  ActionOptions,
  EndOptions,
  OperatorCalls,
  ReconcileOptions,
  ResendOptions,
} from './operator-calls';
export type {
  CancellationReason,
  DeviceIdentity,
  Order,
  OrderAttention,
  OrderItem,
  OrderNext,
  OrderStatus,
  OrderWorkflow,
} from './order';
export type { DeviceOrderFilter, OrderCalls, OrderFilter } from './order-calls';
export type { OrderEmail, OrderEmailKind, OrderEmailOutcome } from './order-email';
export type { OrderEvent, OrderEventType } from './order-event';
export { OrderWaitError } from './order-wait-error';
export type { Listing, ListOptions, Page, PageOptions } from './page';
export type {
  DropOptions,
  QuarantineCalls,
  QuarantineFilter,
  ReplayAllOptions,
} from './quarantine-calls';
export type {
  ListedQuarantined,
  Quarantined,
  QuarantineAction,
  QuarantineActionKind,
  QuarantineState,
  Transport,
} from './quarantined';
export type {
  MessageReplay,
  Replay,
  ReplayOutcome,
  ReplayOutcomes,
  RequestedReplay,
} from './replay';
export type { DeviceOn1Filter, VersionCalls } from './version-calls';
export type {
  DeviceOn1,
  ForumPost,
  Migration,
  MigrationCheck,
  ModelVersions,
  TypeOn1,
  VersionCount,
  VersionedType,
  Versions,
} from './versions';
export type { WaitOptions } from './wait-for-order';
