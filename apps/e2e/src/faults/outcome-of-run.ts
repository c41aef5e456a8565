import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { deviceWorkflowId } from '@refill/temporal/device-workflow-id';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { expectedOutcome } from './expected-outcome';
import { judgeDevice } from './judge-device';
import { flawDetails } from './flaw-details';
import { type Flaw, judgeOrder } from './judge-order';
import type { PlannedOrder } from './load-plan';
import { readMailLedger, type TakenMail } from './mail-ledger';
import { type PendingWork, retryPendingWork } from './pending-work';
import { readStoredDevices } from './stored-devices';
import { readStoredOrders, type StoredState } from './stored-orders';
import { compareWithTemporal, type OrderToCompare } from './temporal-orders';

/** How all orders stand. */
export interface OutcomeOfRun {
  /** Orders of which Refill took at least one notification. */
  readonly judged: number;
  /** What is wrong, by workflow id of the order or its device. */
  readonly flaws: ReadonlyMap<string, readonly Flaw[]>;
  readonly stored: StoredState;
  readonly ledger: ReadonlyMap<string, readonly TakenMail[]>;
  /** Mails that the mail server took and that the history tells otherwise of. */
  readonly unrecordedMails: readonly string[];
  /** How many workflows were compared with PostgreSQL. */
  readonly compared: number;
  /** What still waits for its next try. */
  readonly pending: readonly PendingWork[];
  /** What PostgreSQL and Temporal hold of what is wrong: some of it, a line each. */
  readonly details: readonly string[];
}

/** What a run left behind, and what it has to be compared with. */
export interface FinishedRun {
  readonly orders: readonly PlannedOrder[];
  /** The ids of the notifications that were answered 200. */
  readonly taken: ReadonlySet<string>;
  readonly databaseUrl: string;
  readonly mailLedger: string;
  readonly temporal: Client;
}

/** Nothing in Refill waits longer than that but what is retried here by hand: a killed worker's activity takes 30 s. */
const QUIET_MS = 100_000;

/** Looks at all orders until there is nothing wrong with them, or nothing gets better any more. */
export async function untilSettled(run: FinishedRun): Promise<OutcomeOfRun> {
  let fewest = Number.POSITIVE_INFINITY;
  let betterAt = Date.now();
  for (;;) {
    const outcome = await lookAt(run);
    const pending = await retryPendingWork(run.temporal, [...outcome.flaws.keys()]);
    const waiting = outcome.flaws.size + outcome.stored.deferred;
    if (waiting === 0) return outcome;
    if (waiting < fewest) {
      fewest = waiting;
      betterAt = Date.now();
    }
    if (Date.now() - betterAt > QUIET_MS) {
      const flawed = [...outcome.flaws.keys()];
      const details = await flawDetails(run.temporal, run.databaseUrl, flawed);
      return { ...outcome, pending, details };
    }
    await delay(1_000);
  }
}

async function lookAt(run: FinishedRun): Promise<OutcomeOfRun> {
  const ledger = await readMailLedger(run.mailLedger);
  const stored = await readStoredOrders(run.databaseUrl);
  const devices = await readStoredDevices(run.databaseUrl);
  const flaws = new Map<string, readonly Flaw[]>();
  const good: OrderToCompare[] = [];
  let judged = 0;
  for (const order of run.orders) {
    if (isDeregistered(order, run.taken)) {
      const found = judgeDevice(order, devices.get(order.serialNumber), ledger);
      if (found.length > 0) flaws.set(deviceWorkflowId(deviceOf(order)), found);
    }
    const expected = expectedOutcome(order, run.taken, Date.now());
    if (expected === null) continue;
    judged += 1;
    const row = stored.orders.get(order.orderId);
    const found = judgeOrder(order, expected, row, ledger);
    if (found.length > 0) flaws.set(orderWorkflowId(order.orderId), found);
    else if (row !== undefined) good.push({ orderId: order.orderId, expected, stored: row });
  }
  // Asking Temporal costs: only once PostgreSQL has all of it.
  if (flaws.size === 0) {
    for (const [orderId, flaw] of await compareWithTemporal(run.temporal, good)) {
      flaws.set(orderWorkflowId(orderId), [flaw]);
    }
  }
  return {
    judged,
    flaws,
    stored,
    ledger,
    compared: flaws.size === 0 ? good.length : 0,
    unrecordedMails: unrecordedMails(stored, ledger),
    pending: [],
    details: [],
  };
}

function isDeregistered({ notifications }: PlannedOrder, taken: ReadonlySet<string>): boolean {
  return notifications.some(
    ({ type, notificationId }) =>
      type === 'DeviceDeregisteredNotification' && taken.has(notificationId),
  );
}

function deviceOf({ serialNumber }: PlannedOrder): { modelId: string; serialNumber: string } {
  return { modelId: 'model', serialNumber };
}

function unrecordedMails(
  stored: StoredState,
  ledger: ReadonlyMap<string, readonly TakenMail[]>,
): readonly string[] {
  return [...stored.orders].flatMap(([orderId, { mails }]) =>
    mails
      .filter(({ message_id: id }) => id !== null && ledger.has(id))
      .filter(({ outcome, detail }) => outcome !== 'sent' && detail !== 'EMAIL_OUTCOME_UNKNOWN')
      .map(({ kind, outcome }) => `${orderId}: ${kind} went out and counts as ${String(outcome)}`),
  );
}
