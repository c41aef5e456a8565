import type {
  ItemShipped,
  OrderCancelled,
  OrderFact,
  OrderPlaced,
  OrderSubject,
  ReplenishRequested,
} from './order-fact';
import { inOrderOfOccurrence } from './fact-order';
import { isSubjectFact } from './is-subject-fact';
import { itemsAfter } from './order-items';
import type { OrderItem } from './order-snapshot';
import { isTerminal, type OrderStatus } from './order-status';
import { transition } from './order-transitions';

/** What Amazon's word and an operator's say about an order, before any deadline of ours is looked at. */
export interface ReplayedOrder {
  readonly status: OrderStatus;
  readonly subject: OrderSubject;
  readonly items: readonly OrderItem[];
  readonly requested: ReplenishRequested | null;
  /** The first OrderPlaced. */
  readonly placed: OrderPlaced | null;
  /** The last OrderCancelled. */
  readonly cancelled: OrderCancelled | null;
  /** The shipment that completed the order. */
  readonly completedBy: ItemShipped | null;
  readonly mismatch: boolean;
  readonly contradiction: boolean;
  readonly deviceDeregisteredAt: string | null;
  /** The earliest time that a fact about the order itself names: ISO 8601, UTC. */
  readonly startedAt: string;
  /** The earliest time of a word of Amazon's about the order; `null` while there is none. */
  readonly firstWordAt: string | null;
  /** When a word of Amazon's, or an operator's, first ended the order; `null` while none has. */
  readonly endedAt: string | null;
  /** The facts in order of occurrence. */
  readonly facts: readonly OrderFact[];
}

/**
 * Replays the facts through the transition table in the order in which they happened.
 *
 * It is a function of the set of facts: neither order of arrival nor repetition can change the result.
 * @returns `null` while no fact about the order itself is known
 */
export function replayFacts(known: readonly OrderFact[]): ReplayedOrder | null {
  const facts = inOrderOfOccurrence(known);
  const subjectFact = facts.find(isSubjectFact);
  if (subjectFact === undefined) return null;
  const placements = facts.filter((fact) => fact.type === 'order-placed');
  const shipments = facts.filter((fact) => fact.type === 'item-shipped');
  const cancellations = facts.filter((fact) => fact.type === 'order-cancelled');
  // Should Amazon place an order twice, the newer message describes it; the clock runs from the first.
  const described = placements.at(-1) ?? null;

  let status: OrderStatus = 'requested';
  let completedBy: ItemShipped | null = null;
  let endedAt: string | null = null;
  const shippedSoFar: ItemShipped[] = [];
  for (const fact of facts) {
    switch (fact.type) {
      case 'replenish-requested':
      case 'device-deregistered':
        break;
      case 'order-placed':
        status = transition(status, 'order-placed');
        break;
      case 'order-cancelled':
        status = transition(status, 'order-cancelled');
        break;
      case 'order-ended':
        status = transition(status, 'order-ended');
        break;
      case 'item-shipped': {
        shippedSoFar.push(fact);
        const { complete } = itemsAfter(described, shippedSoFar);
        status = transition(status, complete ? 'all-shipped' : 'part-shipped');
        if (status === 'shipped') completedBy ??= fact;
        break;
      }
    }
    if (isTerminal(status)) endedAt ??= fact.occurredAt;
  }
  const { items, mismatch } = itemsAfter(described, shipments);
  const startedAt = subjectFact.occurredAt;
  return {
    status,
    subject: (placements[0] ?? subjectFact).subject,
    items,
    requested: facts.find((fact) => fact.type === 'replenish-requested') ?? null,
    placed: placements[0] ?? null,
    cancelled: cancellations.at(-1) ?? null,
    completedBy,
    mismatch,
    contradiction: shipments.length > 0 && cancellations.length > 0,
    deviceDeregisteredAt: deregisteredWhileOpen(facts, startedAt, endedAt),
    startedAt,
    firstWordAt:
      facts.find(
        (fact) =>
          fact.type === 'order-placed' ||
          fact.type === 'item-shipped' ||
          fact.type === 'order-cancelled',
      )?.occurredAt ?? null,
    endedAt,
    facts,
  };
}

/**
 * When the device was deregistered while the order was open: an older deregistration belongs to an earlier
 * registration of the device, and one after the order's end does not concern it, however late that end was told.
 */
function deregisteredWhileOpen(
  facts: readonly OrderFact[],
  startedAt: string,
  endedAt: string | null,
): string | null {
  const from = Date.parse(startedAt);
  const to = endedAt === null ? Number.POSITIVE_INFINITY : Date.parse(endedAt);
  const found = facts.find((fact) => {
    const time = Date.parse(fact.occurredAt);
    return fact.type === 'device-deregistered' && from <= time && time <= to;
  });
  return found?.occurredAt ?? null;
}
