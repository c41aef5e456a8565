import type { OrderHistoryDatabase } from '@refill/order-history/database';
import type { TokenGuards } from './token-guards';
import type { TemporalUi } from './workflow-url';

/** What the routes of the history API work with. */
export interface ApiContext {
  readonly db: OrderHistoryDatabase;
  readonly guards: TokenGuards;
  /** `null` where no Temporal UI is configured. */
  readonly temporalUi: TemporalUi | null;
}
