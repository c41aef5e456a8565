import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { getOrder } from '@refill/order-history/get-order';
import { getOperatorAction } from '@refill/order-history/list-operator-actions';
import { recordOrder } from '@refill/order-history/record-order';
import {
  type OperatorRequest,
  requestOperatorAction,
} from '@refill/order-history/request-operator-action';
import { createTestDatabase, type TestDatabase } from '@refill/order-history/test-database';
import { factEvent, placedFact, testRecord, testSnapshot } from '@refill/order-history/test-order';
import type { OperatorAction } from '@refill/order-history/operator-action';
import { connectTemporal, type TemporalConnection } from '@refill/temporal/connection';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { resendEmailWorkflowId } from '@refill/temporal/resend-email-messages';
import { startTestHistory, type TestHistory, type TestHistoryOptions } from './test-history';
import { type Proxy, startProxy } from './test-support/proxy';
import { startTestTemporal, type TestTemporal } from './test-support/test-temporal';

const ADDRESS = 'other@example.com';
const REASON = 'words of a person';

let temporal: TestTemporal;
let proxy: Proxy;
let client: TemporalConnection;
let database: TestDatabase;
let history: TestHistory;
/** What the service logs. */
const log: string[] = [];
beforeAll(async () => {
  temporal = await startTestTemporal();
  proxy = await startProxy(temporal);
  process.env['TEMPORAL_ADDRESS'] = `127.0.0.1:${String(proxy.port)}`;
  client = connectTemporal();
  database = await createTestDatabase();
});
afterAll(async () => {
  await client.close();
  await database.drop();
  await proxy.goAway();
  await temporal.stop();
});
beforeEach(async () => {
  await start();
});
afterEach(() => history.stop());

/** Starts the service on the file's database: what was left by the one before is there. */
async function start(options: TestHistoryOptions = {}): Promise<void> {
  history = await startTestHistory(
    { DATABASE_URL: database.url },
    { actionSweepIntervalMs: 50, actionLeftAfterMs: 0, log, ...options },
  );
}

async function record(): Promise<string> {
  const orderId = `o/${randomUUID()}`;
  await recordOrder(
    database.db,
    testRecord(testSnapshot({ orderId }), { events: [factEvent(placedFact())] }),
  );
  return orderId;
}

/** Writes down what an operator asks for and tells nobody, as a service does that is killed then. */
async function leave(request: OperatorRequest): Promise<OperatorAction> {
  const action = await requestOperatorAction(database.db, request, { actor: null, token: 'x' });
  if (typeof action === 'string') throw new Error(action);
  return action;
}
const end = async (orderId: string) => await leave({ kind: 'end-order', orderId, reason: REASON });
const resend = async (orderId: string) =>
  await leave({
    kind: 'resend-email',
    orderId,
    emailKind: 'order-placed',
    address: ADDRESS,
    reason: REASON,
  });

async function stateOf({ actionId }: OperatorAction) {
  const action = await getOperatorAction(database.db, actionId);
  return [action?.state, action?.outcome];
}
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const stop = Date.now() + 20_000; !(await holds()); await sleep(20)) {
    if (Date.now() > stop) throw new Error('it never came true');
  }
}
async function signalsOf(orderId: string): Promise<readonly string[]> {
  return (await temporal.signalsOf(orderWorkflowId(orderId))).map(([name]) => name);
}
/** A round that begins after this has begun has been through all that was left before. */
async function rounds(): Promise<void> {
  for (const _ of [1, 2]) {
    const marker = await end(await record());
    await until(async () => (await stateOf(marker))[0] === 'done');
  }
}

describe('an action that was left', () => {
  it('tells the workflow that its order is ended, once for a while', async () => {
    const orderId = await record();
    await temporal.start(orderWorkflowId(orderId));
    const action = await end(orderId);
    await until(async () => (await signalsOf(orderId)).length > 0);
    await rounds();
    expect(await signalsOf(orderId)).toEqual(['OrderEnded']);
    // Until a worker has recorded it.
    expect(await stateOf(action)).toEqual(['waiting', null]);
  });

  it('ends its order in the history where there is no workflow any more', async () => {
    const orderId = await record();
    const action = await end(orderId);
    await until(async () => (await stateOf(action))[0] === 'done');
    expect(await getOrder(database.db, orderId)).toMatchObject({ status: 'ended' });
  });

  it('sends its mail, to the address that was asked for', async () => {
    const action = await resend(await record());
    const handle = client.client.workflow.getHandle(resendEmailWorkflowId(action.actionId));
    await until(async () => (await handle.describe().catch(() => null)) !== null);
    expect((await handle.describe()).type).toBe('resendEmail');
    expect(await stateOf(action)).toEqual(['waiting', null]);
    // Another instance tells once more, since nobody knows whether Temporal was told: there is one workflow.
    await history.stop();
    await start();
    await rounds();
    expect(await stateOf(action)).toEqual(['waiting', null]);
  });

  it('fails where its order has ended meanwhile', async () => {
    const orderId = await record();
    await history.stop();
    const actions = [await end(orderId), await end(orderId)];
    const states = async () => (await Promise.all(actions.map(stateOf))).map(String).sort();
    await start();
    await until(async () => !(await states()).includes('waiting,'));
    expect(await states()).toEqual(['done,', 'failed,HISTORY_ORDER_CLOSED']);
  });

  it('waits for Temporal', async () => {
    await history.stop();
    const orderId = await record();
    await temporal.start(orderWorkflowId(orderId));
    await end(orderId);
    await proxy.goAway();
    log.length = 0;
    try {
      await start();
      await until(async () => Promise.resolve(log.join().includes('ACTIONS_WAIT_FOR_TEMPORAL')));
    } finally {
      await proxy.comeBack();
    }
    await until(async () => (await signalsOf(orderId)).length === 1);
    expect(log.join()).not.toContain(REASON);
  });

  it('is left to those who asked for it, for a while', async () => {
    await history.stop();
    const young = await end(await record());
    const old = await end(await record());
    await sql`update operator_actions set requested_at = requested_at - interval '1 hour'
      where action_id = ${old.actionId}`.execute(database.db);
    await start({ actionLeftAfterMs: 1_800_000 });
    await until(async () => (await stateOf(old))[0] === 'done');
    expect(await stateOf(young)).toEqual(['waiting', null]);
  });

  it('is carried out once by two services', async () => {
    const other = await startTestHistory(
      { DATABASE_URL: database.url },
      { actionSweepIntervalMs: 50, actionLeftAfterMs: 0 },
    );
    try {
      const actions = await Promise.all(
        Array.from({ length: 10 }, async () => await end(await record())),
      );
      for (const action of actions) {
        await until(async () => (await stateOf(action))[0] !== 'waiting');
        expect(await stateOf(action)).toEqual(['done', null]);
      }
    } finally {
      await other.stop();
    }
  });
});
