import type { temporal } from '@temporalio/proto';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import { orderFactSchema } from '@refill/order-lifecycle/order-fact-schema';
import { isoTime } from '@refill/order-lifecycle/order-timeouts';
import type { OrderStep } from '@refill/order-lifecycle/rebuild-order';
import type { OrderWindows } from '@refill/order-lifecycle/order-windows';
import { closeOfEvent, type HistoryClose } from './history-close';
import { HistoryError } from './history-error';
import { ORDER_FACT_SIGNAL_NAMES, ORDER_WORKFLOW_TYPE } from './order-messages';
import { orderInputSchema, recordHistoryResultSchema } from './order-payload-schemas';
import type { DecodePayload } from './payload-decoder';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
type Payloads = temporal.api.common.v1.IPayloads;

/** What the history of an order's workflow tells; `rebuildOrder` makes the order of it. */
export interface OrderHistory {
  /** Amazon's `instanceId`. */
  readonly orderId: string;
  readonly windows: OrderWindows;
  /** When the run began: ISO 8601, UTC. */
  readonly startedAt: string;
  /** The number of its events. */
  readonly historyLength: number;
  /** How the run ended, and when (ISO 8601, UTC); `null` while it has not. */
  readonly closed: { readonly as: HistoryClose; readonly at: string } | null;
  /** Whether the run found that an earlier one had ended the order: then the order is not of its making. */
  readonly endedElsewhere: boolean;
  /** What came, as the order took it in; last, what no worker has taken in yet. */
  readonly steps: readonly OrderStep[];
  /** What stands in the place of a customer who was erased while the run was open; `null` where nobody was. */
  readonly customerPseudonym: string | null;
  /** Signals whose payload could not be read: the order noted and ignored them. */
  readonly unreadableSignals: number;
}

/**
 * Takes the facts of an order out of its workflow's history: out of the signals, and out of the answers of PostgreSQL,
 * which tell of a deregistration.
 * @param history as the client fetches it
 * @param decode reads a payload, see `payloadDecoderOf`
 * @throws HistoryError `TEMPORAL_HISTORY_UNREADABLE` when it is not an order's history
 */
export async function factsOfHistory(
  history: temporal.api.history.v1.IHistory,
  decode: DecodePayload,
): Promise<OrderHistory> {
  const events = history.events ?? [];
  const { orderId, windows } = await inputOf(events[0], decode);
  const steps: OrderStep[] = [];
  let waiting: OrderFact[] = [];
  let taskStartedAt = timeOf(events[0]);
  let closed: OrderHistory['closed'] = null;
  let endedElsewhere = false;
  let customerPseudonym: string | null = null;
  let unreadableSignals = 0;

  const readAnswer = async (
    payloads: Payloads | null | undefined,
  ): Promise<readonly OrderFact[]> => {
    // An order asks for mails as well; their outcome is none of `recordHistory`.
    const answer = recordHistoryResultSchema.safeParse(await firstOf(payloads, decode));
    if (!answer.success) return [];
    if (answer.data.outcome === 'closed-elsewhere') {
      endedElsewhere = true;
      return [];
    }
    customerPseudonym = answer.data.customerPseudonym ?? customerPseudonym;
    return answer.data.deregistrations;
  };

  for (const event of events) {
    const signal = event.workflowExecutionSignaledEventAttributes;
    if (signal != null && ORDER_FACT_SIGNAL_NAMES.has(signal.signalName ?? '')) {
      const fact = orderFactSchema.safeParse(await firstOf(signal.input, decode));
      if (fact.success) waiting.push(fact.data);
      else unreadableSignals += 1;
    }
    if (event.workflowTaskStartedEventAttributes != null) taskStartedAt = timeOf(event);
    if (event.workflowTaskCompletedEventAttributes != null) {
      steps.push({ at: taskStartedAt, facts: waiting });
      waiting = [];
    }
    waiting.push(...(await readAnswer(event.activityTaskCompletedEventAttributes?.result)));
    // A local activity is of the task that has just been completed.
    const local = await readAnswer(event.markerRecordedEventAttributes?.details?.['result']);
    if (local.length > 0) steps.push({ at: taskStartedAt, facts: local });
    const as = closeOfEvent(event);
    if (as !== null) closed = { as, at: isoTime(timeOf(event)) };
  }
  if (waiting.length > 0) steps.push({ at: timeOf(events.at(-1)), facts: waiting });
  return {
    orderId,
    windows,
    startedAt: isoTime(timeOf(events[0])),
    historyLength: events.length,
    closed,
    endedElsewhere,
    steps,
    customerPseudonym,
    unreadableSignals,
  };
}

async function inputOf(
  first: HistoryEvent | undefined,
  decode: DecodePayload,
): Promise<{ readonly orderId: string; readonly windows: OrderWindows }> {
  const started = first?.workflowExecutionStartedEventAttributes;
  if (started?.workflowType?.name !== ORDER_WORKFLOW_TYPE) {
    throw new HistoryError('the history does not begin with the start of an order');
  }
  const input = orderInputSchema.safeParse(await firstOf(started.input, decode));
  if (!input.success) {
    const fields = input.error.issues.map((issue) => issue.path.join('.') || '(payload)');
    throw new HistoryError(`the order's input is unreadable: ${fields.join(', ')}`);
  }
  return input.data;
}

async function firstOf(
  payloads: Payloads | null | undefined,
  decode: DecodePayload,
): Promise<unknown> {
  const payload = payloads?.payloads?.[0];
  return payload == null ? undefined : await decode(payload);
}

/** ms since the epoch, cut off as the workflow's own clock is. */
function timeOf(event: HistoryEvent | undefined): number {
  const time = event?.eventTime;
  if (time == null) throw new HistoryError('an event has no time');
  // Seconds are a Long in a history that was fetched, and a number in one that was read from a file.
  return Number((time.seconds ?? 0).toString()) * 1_000 + Math.floor((time.nanos ?? 0) / 1e6);
}
