import type { Selectable } from 'kysely';
import type { OperatorActionsTable } from './operator-actions-table';

/** What an operator can do with an order. */
export const OPERATOR_ACTION_KINDS = ['note', 'resend-email', 'end-order', 'reconcile'] as const;

/** Something that an operator can do with an order. */
export type OperatorActionKind = (typeof OPERATOR_ACTION_KINDS)[number];

/** How far an operator's action is. */
export const OPERATOR_ACTION_STATES = ['waiting', 'done', 'failed'] as const;

/** How far an operator's action is. */
export type OperatorActionState = (typeof OPERATOR_ACTION_STATES)[number];

/** Something that an operator did with an order, or asked for. Times are ISO 8601, UTC. */
export interface OperatorAction {
  /** A UUID. */
  readonly actionId: string;
  readonly orderId: string;
  readonly kind: OperatorActionKind;
  readonly state: OperatorActionState;
  /** Who, by their own word. */
  readonly actor: string | null;
  /** In the operator's words; `null` once the order's customer was erased. */
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

/** The columns of `operator_actions` that an `OperatorAction` shows: all but the token and the address. */
export const OPERATOR_ACTION_COLUMNS = [
  'action_id',
  'order_id',
  'kind',
  'state',
  'actor',
  'reason',
  'email_kind',
  'other_address',
  'outcome',
  'requested_at',
  'finished_at',
] as const;

/** Reads a row of `operator_actions`. */
export function readOperatorAction(
  row: Pick<Selectable<OperatorActionsTable>, (typeof OPERATOR_ACTION_COLUMNS)[number]>,
): OperatorAction {
  return {
    actionId: row.action_id,
    orderId: row.order_id,
    kind: row.kind,
    state: row.state,
    actor: row.actor,
    reason: row.reason,
    emailKind: row.email_kind,
    otherAddress: row.other_address,
    outcome: row.outcome,
    requestedAt: row.requested_at,
    finishedAt: row.finished_at,
  };
}

/** The key of the event that an action leaves in an order's history, and the id of the fact that it makes. */
export function actionKey(actionId: string): string {
  return `action:${actionId}`;
}
