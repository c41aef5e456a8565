import { AsyncLocalStorage } from 'node:async_hooks';
import { isSpanContextValid, trace } from '@opentelemetry/api';

/** What lines of the log belong to; ids only, never what they stand for. */
export interface LogContext {
  /** Amazon's `instanceId`. */
  readonly orderId?: string;
  /** Amazon's id of the notification. */
  readonly notificationId?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/**
 * Runs something whose every line of the log carries these ids, however deep it is written; those of an outer
 * context stay.
 * @param context ids that the lines get; a line's own fields of these names win
 */
export function withLogContext<T>(context: LogContext, run: () => T): T {
  return storage.run({ ...storage.getStore(), ...context }, run);
}

/** The ids of what runs now, as a new object; empty outside of any context. */
export function currentLogContext(): LogContext {
  return { ...storage.getStore() };
}

/** The ids of the trace that runs now, for the log; empty while nothing is traced. */
export function currentTrace(): { readonly traceId?: string; readonly spanId?: string } {
  const span = trace.getActiveSpan()?.spanContext();
  if (span === undefined || !isSpanContextValid(span)) return {};
  return { traceId: span.traceId, spanId: span.spanId };
}
