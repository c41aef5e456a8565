import type {
  CancellationReason,
  OrderAttention,
  OrderStatus,
} from '@refill/order-lifecycle/order-status';
import type { OrderSubject, ReplenishDetailCode } from '@refill/order-lifecycle/order-fact';
import type { DeviceEmailKind } from '@refill/device-lifecycle/device-email';
import type { DeviceStatus } from '@refill/device-lifecycle/device-status';
import type { DeviceWindows } from '@refill/device-lifecycle/device-windows';
import type { SubscriptionCause } from '@refill/device-lifecycle/subscription-cause';
import type { OrderWindows } from '@refill/order-lifecycle/order-windows';
import type { PublishedMessage } from './drs-message';
import type { Pace } from './pace';

/** The versions of notifications that Amazon sends. */
export const NOTIFICATION_VERSIONS = ['1.0', '2.0'] as const;

/** A version of notifications. */
export type NotificationVersion = (typeof NOTIFICATION_VERSIONS)[number];

/** A story that the simulator can play: data, without I/O and without a clock. */
export interface Scenario {
  readonly name: string;
  /** What it shows, in one line. */
  readonly shows: string;
  readonly versions: readonly NotificationVersion[];
  /** Whether it reports a Replenish call of the maker's, which needs `INGESTION_TOKEN`. */
  readonly needsIngestionToken: boolean;
  /** Whether it can do several orders in a row (`--times`). */
  readonly repeats: boolean;
  /** Whether its customer is nobody else's: then a run is not met by the devices of another. */
  readonly ownCustomer?: true;
  readonly plan: (context: ScenarioContext) => ScenarioPlan;
}

/** All that a scenario may depend on. */
export interface ScenarioContext {
  readonly version: NotificationVersion;
  /** When the first step is due: ms since the epoch. */
  readonly start: number;
  readonly pace: Pace;
  /** The windows of the running stack. */
  readonly windows: OrderWindows;
  readonly deviceWindows: DeviceWindows;
  readonly orderId: string;
  readonly subject: OrderSubject;
  /** How many orders in a row, where a scenario can do more than one. */
  readonly times: number;
  /** A new UUID at each call. */
  readonly newId: () => string;
}

/** What happens in a scenario, and how its orders and devices must end. */
export interface ScenarioPlan {
  /** In order of `at`. */
  readonly steps: readonly ScenarioStep[];
  readonly outcomes: readonly OrderOutcome[];
  readonly devices?: readonly DeviceOutcome[];
}

/** One step of a scenario. */
export interface ScenarioStep {
  /** When it is due: ms after the start. */
  readonly at: number;
  /** What the wait before it is for; `null` where it is but a pause. */
  readonly waitingFor: string | null;
  readonly action: StepAction;
}

/** What a step does. */
export type StepAction =
  | { readonly kind: 'notify'; readonly message: PublishedMessage }
  | { readonly kind: 'replenish'; readonly replenishment: ReportedReplenishment }
  /** Waits until the history shows the order like this; goes on without when there is no history. */
  | { readonly kind: 'await'; readonly orderId: string; readonly expected: Expectation }
  | {
      readonly kind: 'await-device';
      readonly device: SimulatedDevice;
      readonly expected: DeviceExpectation;
    }
  | { readonly kind: 'note'; readonly text: string };

/** The body of `POST /v1/replenishments`. */
export interface ReportedReplenishment extends OrderSubject {
  readonly eventInstanceId: string;
  readonly detailCode: ReplenishDetailCode;
  /** ISO 8601, UTC. */
  readonly requestedAt: string;
}

/** What must hold of an order; what is left out may be anything. */
export interface Expectation {
  readonly status: OrderStatus;
  readonly cancellationReason?: CancellationReason;
  readonly attention?: OrderAttention;
  readonly deviceDeregistered?: true;
}

/** How an order must end. */
export interface OrderOutcome {
  readonly orderId: string;
  readonly expected: Expectation;
  /** How long after the last step it may take: ms. */
  readonly withinMs: number;
  /** What the wait is for. */
  readonly waitingFor: string;
}

/** A device that a scenario is about. */
export interface SimulatedDevice {
  readonly modelId: string;
  readonly serialNumber: string;
}

/** What must hold of a device; what is left out may be anything. */
export interface DeviceExpectation {
  readonly status: DeviceStatus;
  /** Why each of these slots changed last. */
  readonly causes?: Readonly<Record<string, SubscriptionCause>>;
  /** The mails that have gone out or were skipped for a reason; a kind that is named twice, twice. */
  readonly mails?: readonly DeviceEmailKind[];
  /** ms since the epoch. */
  readonly registeredAt?: number;
  /** ms since the epoch. */
  readonly deregisteredAt?: number;
}

/** How a device must end. */
export interface DeviceOutcome {
  readonly device: SimulatedDevice;
  readonly expected: DeviceExpectation;
  /** How long after the last step it may take: ms. */
  readonly withinMs: number;
  /** What the wait is for. */
  readonly waitingFor: string;
}
