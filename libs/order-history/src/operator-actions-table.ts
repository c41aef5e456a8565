import type { ColumnType } from 'kysely';
import type { Fixed, Timestamped } from './column-types';
import type { OperatorActionKind, OperatorActionState } from './operator-action';

/** `operator_actions`; see `migrations/0007-operator-actions.sql`. */
export interface OperatorActionsTable {
  readonly action_id: Fixed<string>;
  readonly order_id: Fixed<string>;
  readonly kind: Fixed<OperatorActionKind>;
  readonly state: OperatorActionState;
  readonly actor: Fixed<string | null>;
  readonly token: Fixed<string>;
  readonly reason: string | null;
  readonly email_kind: Fixed<string | null>;
  readonly address: string | null;
  readonly other_address: Fixed<boolean>;
  readonly outcome: string | null;
  readonly requested_at: Timestamped;
  readonly finished_at: ColumnType<string | null, string | undefined, string>;
}
