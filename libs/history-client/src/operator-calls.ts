import type { ActorOptions } from './customer-calls';
import type { CallOptions, HistoryConnection } from './history-connection';
import {
  type OperatorAction,
  operatorActionReader,
  operatorActionsReader,
  type Reconciliation,
  reconciliationReader,
} from './operator-action';
import { type OrderEmail, type OrderEmailKind, orderEmailsReader } from './order-email';
import { type OrderEvent, orderEventReader } from './order-event';
import { pause } from './pause';
import { checkPollMs } from './poll-interval';

/** How long an action is waited for. */
export interface ActionOptions extends ActorOptions {
  /**
   * Whether to go on waiting when the server, after some 10 s, says that it is still under way; else the action is
   * given as it is then, `waiting`. A signal ends the waiting, not the action.
   */
  readonly wait?: boolean | undefined;
  /** How long to pause between two looks at how far it is, in ms; 1,000 by default. */
  readonly pollMs?: number | undefined;
}

/** How a mail is sent once more. */
export interface ResendOptions extends ActionOptions {
  /** Another address than the customer's own. */
  readonly to?: string | undefined;
  /** Why, up to 500 characters. */
  readonly reason?: string | undefined;
}

/** How an order is ended by hand. */
export interface EndOptions extends ActionOptions {
  /** Why, up to 500 characters. */
  readonly reason: string;
}

/** How an order is compared with its workflow. */
export interface ReconcileOptions extends ActorOptions {
  /** Whether to write what differs, too. */
  readonly apply?: boolean | undefined;
}

/** What operators do with an order. `emails`, `actions` and `getAction` need either token, the others the write token. */
export interface OperatorCalls {
  /**
   * Adds a note to an order, open or not.
   * @param note `text`: up to 2,000 characters on one line
   * @throws HistoryApiError 404 `HISTORY_ORDER_NOT_FOUND`
   */
  addNote(orderId: string, note: { readonly text: string } & ActorOptions): Promise<OrderEvent>;
  /** Which mails of an order went out, and what became of the others. */
  emails(orderId: string, options?: CallOptions): Promise<readonly OrderEmail[]>;
  /**
   * Sends a mail of an order once more, as the order stands now. How it ended is the action's `state` and `outcome`.
   * @throws HistoryApiError 409 `HISTORY_EMAIL_NOT_DUE`, 503 `HISTORY_TEMPORAL_UNAVAILABLE`
   */
  resendEmail(
    orderId: string,
    kind: OrderEmailKind,
    options?: ResendOptions,
  ): Promise<OperatorAction>;
  /**
   * Ends an order by hand: its status becomes `ended`.
   * @throws HistoryApiError 409 `HISTORY_ORDER_CLOSED`, 503 `HISTORY_TEMPORAL_UNAVAILABLE`
   */
  end(orderId: string, options: EndOptions): Promise<OperatorAction>;
  /**
   * Compares an order with the history of its workflow in Temporal.
   * @throws HistoryApiError 409 `HISTORY_WORKFLOW_GONE`, 503 `HISTORY_TEMPORAL_UNAVAILABLE`
   */
  reconcile(orderId: string, options?: ReconcileOptions): Promise<Reconciliation>;
  /** What operators did with an order, the newest first. */
  actions(orderId: string, options?: CallOptions): Promise<readonly OperatorAction[]>;
  /**
   * How far an action is.
   * @throws HistoryApiError 404 `HISTORY_ACTION_NOT_FOUND`
   */
  getAction(actionId: string, options?: CallOptions): Promise<OperatorAction>;
}

const ORDER = '/v1/orders/{orderId}';

/** Makes the calls of operators. */
export function createOperatorCalls(connection: HistoryConnection): OperatorCalls {
  const getAction = (actionId: string, options?: CallOptions) =>
    connection.send(
      { method: 'GET', route: '/v1/actions/{actionId}', params: { actionId } },
      operatorActionReader,
      options,
    );
  const request = async (
    target: { readonly route: string; readonly params: Readonly<Record<string, string>> },
    body: object,
    options: ActionOptions,
  ): Promise<OperatorAction> => {
    const { signal, wait = false } = options;
    const pollMs = checkPollMs(options.pollMs);
    let action = await connection.send({ method: 'POST', ...target, body }, operatorActionReader, {
      signal,
    });
    while (wait && action.state === 'waiting') {
      await pause(pollMs, signal);
      action = await getAction(action.actionId, { signal });
    }
    return action;
  };
  return {
    addNote: (orderId, { text, actor, signal }) =>
      connection.send(
        { method: 'POST', route: `${ORDER}/notes`, params: { orderId }, body: { text, actor } },
        orderEventReader,
        { signal },
      ),
    emails: async (orderId, options) => {
      const route = `${ORDER}/emails`;
      const { items } = await connection.send(
        { method: 'GET', route, params: { orderId } },
        orderEmailsReader,
        options,
      );
      return items;
    },
    resendEmail: (orderId, kind, options = {}) => {
      const { to, reason, actor } = options;
      const target = { route: `${ORDER}/emails/{kind}/resend`, params: { orderId, kind } };
      return request(target, { to, reason, actor }, options);
    },
    end: (orderId, options) => {
      const { reason, actor } = options;
      return request({ route: `${ORDER}/end`, params: { orderId } }, { reason, actor }, options);
    },
    reconcile: (orderId, { apply, actor, signal } = {}) =>
      connection.send(
        {
          method: 'POST',
          route: `${ORDER}/reconcile`,
          params: { orderId },
          body: { apply, actor },
        },
        reconciliationReader,
        { signal },
      ),
    actions: async (orderId, options) => {
      const route = `${ORDER}/actions`;
      const { items } = await connection.send(
        { method: 'GET', route, params: { orderId } },
        operatorActionsReader,
        options,
      );
      return items;
    },
    getAction,
  };
}
