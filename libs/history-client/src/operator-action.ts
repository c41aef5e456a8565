import { anything, flag, listOf, nullable, number, objectOf, oneOf, text } from './answer-reader';
import type { Open } from './open-union';
import { ORDER_EVENT_TYPES, type OrderEventType } from './order-event';

/** What an operator can do with an order, as this version knows it. */
export const OPERATOR_ACTION_KINDS = ['note', 'resend-email', 'end-order', 'reconcile'] as const;

/** What an operator can do with an order. */
export type OperatorActionKind = Open<(typeof OPERATOR_ACTION_KINDS)[number]>;

/** The states of an action that this version knows. */
export const OPERATOR_ACTION_STATES = ['waiting', 'done', 'failed'] as const;

/** How far an action is. */
export type OperatorActionState = Open<(typeof OPERATOR_ACTION_STATES)[number]>;

/** Something that an operator did with an order, or asked for. Times are ISO 8601 in UTC. */
export interface OperatorAction {
  /** A UUID. */
  readonly actionId: string;
  readonly orderId: string;
  readonly kind: OperatorActionKind;
  readonly state: OperatorActionState;
  /** Who, by their own word. */
  readonly actor: string | null;
  /** Why; of a note its text. */
  readonly reason: string | null;
  /** Of a mail that is sent again. */
  readonly emailKind: string | null;
  /** Whether the mail goes to another address than the customer's; never which. */
  readonly otherAddress: boolean;
  /** The code of what failed; `null` when nothing did. */
  readonly outcome: string | null;
  readonly requestedAt: string;
  /** `null` while it waits. */
  readonly finishedAt: string | null;
}

/** Where PostgreSQL differs from what Temporal's history gives. */
export interface OrderDifference {
  readonly field: string;
  /** What PostgreSQL holds. */
  readonly history: unknown;
  /** What Temporal's history gives. */
  readonly temporal: unknown;
}

/** An event that PostgreSQL lacks. */
export interface MissingEvent {
  readonly type: OrderEventType;
  readonly occurredAt: string;
  readonly notificationId: string | null;
}

/** How an order compares with the history of its workflow in Temporal. */
export interface Reconciliation {
  readonly orderId: string;
  readonly workflowId: string;
  readonly runId: string;
  /** How many events the workflow's history has. */
  readonly historyLength: number;
  /** While it is, PostgreSQL may be a moment behind. */
  readonly workflowOpen: boolean;
  /** Whether nothing differs and no event is missing. */
  readonly same: boolean;
  readonly differences: readonly OrderDifference[];
  readonly missingEvents: readonly MissingEvent[];
  /** Whether it was written. */
  readonly applied: boolean;
  /** The record of what was written. */
  readonly action: OperatorAction | null;
}

/** Reads an operator's action. */
export const operatorActionReader = objectOf<OperatorAction>({
  actionId: text,
  orderId: text,
  kind: oneOf(OPERATOR_ACTION_KINDS),
  state: oneOf(OPERATOR_ACTION_STATES),
  actor: nullable(text),
  reason: nullable(text),
  emailKind: nullable(text),
  otherAddress: flag,
  outcome: nullable(text),
  requestedAt: text,
  finishedAt: nullable(text),
});

/** Reads all that operators did with an order. */
export const operatorActionsReader = objectOf<{ readonly items: readonly OperatorAction[] }>({
  items: listOf(operatorActionReader),
});

/** Reads how an order compares with its workflow. */
export const reconciliationReader = objectOf<Reconciliation>({
  orderId: text,
  workflowId: text,
  runId: text,
  historyLength: number,
  workflowOpen: flag,
  same: flag,
  differences: listOf(
    objectOf<OrderDifference>({ field: text, history: anything, temporal: anything }),
  ),
  missingEvents: listOf(
    objectOf<MissingEvent>({
      type: oneOf(ORDER_EVENT_TYPES),
      occurredAt: text,
      notificationId: nullable(text),
    }),
  ),
  applied: flag,
  action: nullable(operatorActionReader),
});
