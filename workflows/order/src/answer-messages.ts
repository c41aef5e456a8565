import { setHandler } from '@temporalio/workflow';
import type { OrderEvent } from '@refill/order-lifecycle/order-event';
import type { OrderFact } from '@refill/order-lifecycle/order-fact';
import type { OrderSnapshot } from '@refill/order-lifecycle/order-snapshot';
import { customerErasedSignal } from '@refill/temporal/customer-messages';
import {
  deviceDeregisteredSignal,
  itemShippedSignal,
  orderCancelledSignal,
  orderEndedSignal,
  orderPlacedSignal,
  orderStateQuery,
  orderTimelineQuery,
  replenishRequestedSignal,
} from '@refill/temporal/order-messages';

/** What an order does with what it is told and asked. */
export interface MessageAnswers {
  /** Gets what a signal brought, which anybody may have sent. */
  readonly take: (payload: OrderFact) => void;
  /** Told that the order's customer was erased. */
  readonly eraseCustomer: () => void;
  /** What is known of the order now; `null` before the first fact. */
  readonly state: () => OrderSnapshot | null;
  /** What happened to the order so far, oldest first. */
  readonly timeline: () => readonly OrderEvent[];
}

/** Has all signals and queries of an order answered, from now on and those that came before. */
export function answerMessages({ take, eraseCustomer, state, timeline }: MessageAnswers): void {
  setHandler(orderPlacedSignal, take, { description: 'Amazon placed the order.' });
  setHandler(orderCancelledSignal, take, { description: 'Amazon cancelled the order.' });
  setHandler(itemShippedSignal, take, { description: 'Amazon shipped the order or a part of it.' });
  setHandler(deviceDeregisteredSignal, take, {
    description: "The order's device was deregistered.",
  });
  setHandler(orderEndedSignal, take, { description: 'An operator ended the order by hand.' });
  setHandler(replenishRequestedSignal, take, { description: 'The maker called Replenish.' });
  setHandler(customerErasedSignal, eraseCustomer, {
    description: "The customer's data were erased: the order forgets the id.",
  });
  setHandler(orderStateQuery, state, { description: 'What is known of the order now.' });
  setHandler(orderTimelineQuery, timeline, {
    description: 'What happened to the order so far, oldest first.',
  });
}
