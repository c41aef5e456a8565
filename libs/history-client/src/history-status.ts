import { added, listOf, nullable, number, objectOf, text } from './answer-reader';

/** What was taken while Temporal was down and waits for it. */
export interface DeferredStatus {
  readonly count: number;
  /** When the oldest came: ISO 8601, UTC; `null` when there is none. */
  readonly oldestReceivedAt: string | null;
}

/** How many open messages in quarantine have a reason. */
export interface QuarantineReason {
  readonly reasonCode: string;
  readonly count: number;
}

/** What cannot be used and waits for somebody. */
export interface QuarantineStatus {
  readonly open: number;
  /** When the oldest came: ISO 8601, UTC; `null` when there is none. */
  readonly oldestReceivedAt: string | null;
  /** The most frequent reason first. */
  readonly byReason: readonly QuarantineReason[];
}

/** Customers who are being erased, or wait for Temporal to be. */
export interface ErasuresStatus {
  readonly unfinished: number;
  /** When the oldest was asked for: ISO 8601, UTC; `null` when there is none. */
  readonly oldestRequestedAt: string | null;
}

/** What waits: for Temporal, for somebody to look at it, or to be erased. */
export interface HistoryStatus {
  readonly deferred: DeferredStatus;
  readonly quarantine: QuarantineStatus;
  /** `null` from a server that cannot erase customers yet. */
  readonly erasures: ErasuresStatus | null;
}

/** Reads what waits. */
export const historyStatusReader = objectOf<HistoryStatus>({
  deferred: objectOf<DeferredStatus>({ count: number, oldestReceivedAt: nullable(text) }),
  quarantine: objectOf<QuarantineStatus>({
    open: number,
    oldestReceivedAt: nullable(text),
    byReason: listOf(objectOf<QuarantineReason>({ reasonCode: text, count: number })),
  }),
  erasures: added(
    objectOf<ErasuresStatus>({ unfinished: number, oldestRequestedAt: nullable(text) }),
  ),
});
