import type { DeviceWindows } from '@refill/device-lifecycle/device-windows';
import type { OrderWindows } from '@refill/order-lifecycle/order-windows';
import type { Deferrals } from './deferrals';
import type { DeferredBacklog } from './deferred-backlog';
import type { GuardedHistory } from './guarded-history';
import type { GuardedTemporal } from './guarded-temporal';
import type { IngestionLogger } from './ingestion-logger';
import type { IngestionMetrics } from './ingestion-metrics';
import type { RecentOrders } from './recent-orders';

/** What every way in shares. */
export interface IngestionContext {
  readonly temporal: GuardedTemporal;
  readonly history: GuardedHistory;
  readonly deferrals: Deferrals;
  readonly backlog: DeferredBacklog;
  /** Whom to signal without starting. */
  readonly recentOrders: RecentOrders;
  /** Given to every order that is started here. */
  readonly orderDefaults: {
    readonly windows: OrderWindows;
    /** `EMAIL_LOCAL_FIRST`. */
    readonly emailLocalFirst: boolean;
    /** `HISTORY_URL`. */
    readonly historyUrl?: string;
  };
  /** Given to every device whose workflow is started here. */
  readonly deviceDefaults: {
    readonly windows: DeviceWindows;
    /** `EMAIL_LOCAL_FIRST`. */
    readonly emailLocalFirst: boolean;
    /** `HISTORY_URL`. */
    readonly historyUrl?: string;
  };
  /** How many open messages that nobody vouches for quarantine may hold (`QUARANTINE_MAX_UNTRUSTED`). */
  readonly maxOpenUntrusted: number;
  readonly logger: IngestionLogger;
  readonly metrics: IngestionMetrics;
}
