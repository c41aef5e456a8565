import type { EmailOutcome } from './email-outcome';
import type { OrderEmailKind } from './order-event';
import type { OrderFact } from './order-fact';
import type { OrderWindows } from './order-windows';

/** What an order remembers; everything else is derived from it. */
export interface OrderState {
  readonly orderId: string;
  readonly windows: OrderWindows;
  /** Every fact once, in order of arrival. */
  readonly facts: readonly OrderFact[];
  /** When Amazon's first final word (shipped, cancelled) arrived: ms since the epoch. */
  readonly finalWordArrivedAt: number | null;
  /** How each mail ended, or `pending` while it is on its way. */
  readonly emails: Readonly<Partial<Record<OrderEmailKind, EmailOutcome | 'pending'>>>;
  /** The keys of the events that the history holds. */
  readonly recorded: ReadonlySet<string>;
  /** Whether the order has ended: from then on only a contradiction of Amazon's can change its status. */
  readonly closed: boolean;
}

/** An order of which nothing is known yet. */
export function newOrder(orderId: string, windows: OrderWindows): OrderState {
  return {
    orderId,
    windows,
    facts: [],
    finalWordArrivedAt: null,
    emails: {},
    recorded: new Set(),
    closed: false,
  };
}

/**
 * Adds a fact; a `notificationId` that is known already changes nothing.
 * @param arrivedAt when it reached us, ms since the epoch: only the settle time counts from it
 */
export function applyFact(state: OrderState, fact: OrderFact, arrivedAt: number): OrderState {
  if (state.facts.some((known) => known.notificationId === fact.notificationId)) return state;
  const isFinalWord = fact.type === 'item-shipped' || fact.type === 'order-cancelled';
  return {
    ...state,
    facts: [...state.facts, fact],
    finalWordArrivedAt: state.finalWordArrivedAt ?? (isFinalWord ? arrivedAt : null),
  };
}

/** Notes that the history holds these events. */
export function withRecorded(state: OrderState, keys: readonly string[]): OrderState {
  return { ...state, recorded: new Set([...state.recorded, ...keys]) };
}

/** Notes how a mail stands. */
export function withEmail(
  state: OrderState,
  kind: OrderEmailKind,
  outcome: EmailOutcome | 'pending',
): OrderState {
  return { ...state, emails: { ...state.emails, [kind]: outcome } };
}

/** Notes that the order has ended. */
export function closeOrder(state: OrderState): OrderState {
  return state.closed ? state : { ...state, closed: true };
}
