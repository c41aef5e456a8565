import type { LoopTurn } from './background-loop';
import type { BacklogPass } from './backlog-pass';

/**
 * When the backlog is gone through again: at once while it goes on, after a growing wait while Temporal or PostgreSQL
 * fail. That all turns at Temporal were taken (`INGESTION_BUSY`) is no failure: what was deferred then is late already.
 */
export function turnAfter({ delivered, failed, brokenOff }: BacklogPass): LoopTurn {
  if (brokenOff || failed.some(({ code }) => code !== 'INGESTION_BUSY')) return 'failed';
  return delivered > 0 ? 'again' : 'idle';
}
