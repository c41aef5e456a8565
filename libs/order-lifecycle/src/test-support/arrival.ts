import { emailsDue } from '../emails-due';
import type { OrderEmailKind } from '../order-event';
import { eventsToRecord } from '../order-events';
import type { OrderFact } from '../order-fact';
import type { OrderSnapshot } from '../order-snapshot';
import {
  applyFact,
  closeOrder,
  newOrder,
  type OrderState,
  withEmail,
  withRecorded,
} from '../order-state';
import { isTerminal, type OrderStatus } from '../order-status';
import { DEFAULT_ORDER_WINDOWS } from '../order-windows';
import { viewOrder } from '../order-view';

/** A fact and the time at which it reaches the order: ms since the epoch. */
export interface Arrival {
  readonly fact: OrderFact;
  readonly arrivesAt: number;
}

/** What an order went through. */
export interface Life {
  readonly statuses: readonly OrderStatus[];
  readonly emails: readonly OrderEmailKind[];
  readonly eventKeys: readonly string[];
  readonly final: OrderSnapshot | null;
  /** How often a record was due because `next` changed and nothing else did. */
  readonly recordsOfNextAlone: number;
  readonly state: OrderState;
}

/** Lives an order as the workflow does: every arrival and every deadline in turn, up to the end of time. */
export function live(arrivals: readonly Arrival[]): Life {
  let state = newOrder('order', DEFAULT_ORDER_WINDOWS);
  let final: OrderSnapshot | null = null;
  const statuses: OrderStatus[] = [];
  const emails: OrderEmailKind[] = [];
  const eventKeys: string[] = [];
  let recordsOfNextAlone = 0;

  const look = (now: number): number | null => {
    const view = viewOrder(state, now);
    if (view === null) return null;
    if (isTerminal(view.snapshot.status)) state = closeOrder(state);
    statuses.push(view.snapshot.status);
    const events = eventsToRecord(state, view).map((event) => event.key);
    eventKeys.push(...events);
    state = withRecorded(state, events);
    for (const due of emailsDue(state, view)) {
      if (due.action === 'send') emails.push(due.kind);
      state = withEmail(
        state,
        due.kind,
        due.action === 'send'
          ? { outcome: 'sent', messageId: due.kind }
          : { outcome: 'skipped', reason: due.reason },
      );
    }
    if (events.length === 0 && differsByNextAlone(final, view.snapshot)) recordsOfNextAlone += 1;
    final = view.snapshot;
    return view.nextDeadline?.at ?? null;
  };

  let next: number | null = null;
  for (const { fact, arrivesAt } of arrivals) {
    while (next !== null && next < arrivesAt) next = look(next);
    state = applyFact(state, fact, arrivesAt);
    next = look(arrivesAt);
  }
  while (next !== null) next = look(next);
  return { statuses, emails, eventKeys, final, recordsOfNextAlone, state };
}

function differsByNextAlone(before: OrderSnapshot | null, after: OrderSnapshot): boolean {
  const { next: nextBefore, ...restBefore } = before ?? after;
  const { next: nextAfter, ...restAfter } = after;
  return (
    JSON.stringify(nextBefore) !== JSON.stringify(nextAfter) &&
    JSON.stringify(restBefore) === JSON.stringify(restAfter)
  );
}
