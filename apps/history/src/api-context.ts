import type { OrderHistoryDatabase } from '@refill/order-history/database';
import type { TemporalConnection } from '@refill/temporal/connection';
import type { ErasureExecutor } from './erasure-executor';
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
  /** How long a request waits for the erasure it asked for, in ms. */
  readonly erasureWaitMs: number;
  /** How long a request waits for what an operator asked of an order, in ms. */
  readonly actionWaitMs: number;
  /** Connects at the first call; Temporal may be down. */
  readonly temporal: Pick<TemporalConnection, 'client'>;
  /** Carries out the erasures that are asked for. */
  readonly erasures: Pick<ErasureExecutor, 'wake'>;
  /** `null` where no Temporal UI is configured. */
  readonly temporalUi: TemporalUi | null;
}
