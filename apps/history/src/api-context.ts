import type { OrderHistoryDatabase } from '@refill/order-history/database';
import type { TokenGuards } from './token-guards';
import type { TemporalUi } from './workflow-url';

/** What the routes of the history API work with. */
export interface ApiContext {
  readonly db: OrderHistoryDatabase;
  readonly guards: TokenGuards;
  /** Whether the database has its schema; until then no route of `/v1` works. */
  readonly schemaIsReady: () => boolean;
  /** How long a request waits for the outcome of the replay it asked for, in ms. */
  readonly replayWaitMs: number;
  /** `null` where no Temporal UI is configured. */
  readonly temporalUi: TemporalUi | null;
}
