import { randomUUID } from 'node:crypto';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { resentEmailMessageId } from '@refill/customer-email/message-id';
import { getEmailResend } from '@refill/order-history/email-resend';
import { listEvents } from '@refill/order-history/list-events';
import {
  getOperatorAction,
  listOperatorActions,
} from '@refill/order-history/list-operator-actions';
import type { OperatorAction } from '@refill/order-history/operator-action';
import { requestOperatorAction } from '@refill/order-history/request-operator-action';
import { resendEmailWorkflowId } from '@refill/temporal/resend-email-messages';
import { startResendEmail } from '@refill/temporal/start-resend-email';
import { eventually } from './test-support/eventually';
import { StoppableProxy } from './test-support/stoppable-proxy';
import { freePort } from './test-support/worker-process';
import { WorkerRig } from './test-support/worker-rig';

const WHO = { actor: 'ada', token: '0123abcd' };
const OTHER_ADDRESS = 'neighbour@example.com';

/** All that a history holds, with its payloads decoded. */
function inClear(history: Parameters<typeof historyToJSON>[0]): string {
  return historyToJSON(history).replace(/"data": ?"([^"]*)"/g, (_, data: string) =>
    Buffer.from(data, 'base64').toString('utf8'),
  );
}

describe('a mail that an operator wants sent once more', () => {
  let rig: WorkerRig;
  beforeAll(async () => {
    rig = await WorkerRig.start();
  });
  afterEach(async () => {
    await rig.killWorkers();
    rig.mail.answerAfterMs = 0;
    rig.mail.onMail = () => undefined;
  });
  afterAll(async () => {
    await rig.stop();
  });

  async function placedOrder(): Promise<string> {
    const orderId = `order-${randomUUID()}`;
    await rig.tell(orderId, 'order-placed');
    await rig.eventOf(orderId, 'email-sent');
    return orderId;
  }

  async function events(orderId: string) {
    const page = await listEvents(rig.database.db, { orderId, limit: 100, after: 0 });
    return page?.events ?? [];
  }

  async function asked(orderId: string, address: string | null): Promise<OperatorAction> {
    const action = await requestOperatorAction(
      rig.database.db,
      { kind: 'resend-email', orderId, emailKind: 'order-placed', address, reason: null },
      WHO,
    );
    if (typeof action === 'string') throw new Error(action);
    return action;
  }

  async function start({ actionId, orderId }: OperatorAction): Promise<void> {
    await startResendEmail(rig.client(null), { actionId, orderId, kind: 'order-placed' });
  }

  const resultOf = ({ actionId }: OperatorAction): Promise<unknown> =>
    rig.client(null).workflow.getHandle(resendEmailWorkflowId(actionId)).result();

  const mailsWith = (messageId: string): readonly string[] =>
    rig.mail.mails.filter((mail) => mail.includes(messageId));

  const messageIdOf = ({ actionId }: OperatorAction): string =>
    resentEmailMessageId(actionId, 'Printers <printers@example.com>');

  it('goes to the customer, or to another address, and is told in the timeline', async () => {
    await rig.work();
    const orderId = await placedOrder();
    for (const address of [null, OTHER_ADDRESS]) {
      const action = await asked(orderId, address);
      await start(action);
      expect(await resultOf(action)).toBe('sent');
      // Asking again does nothing more.
      await start(action);
      const [mail, ...more] = mailsWith(messageIdOf(action));
      expect(mail).toContain(address ?? 'customer@example.com');
      expect(more).toEqual([]);
      expect((await events(orderId)).at(-1)).toMatchObject({
        type: 'email-resent',
        data: { kind: 'order-placed', actor: 'ada', otherAddress: address !== null },
      });
      const handle = rig.client(null).workflow.getHandle(resendEmailWorkflowId(action.actionId));
      const told = inClear(await handle.fetchHistory());
      expect(told).toContain(action.actionId);
      expect(told).not.toContain('@example.com');
    }
    expect(await listOperatorActions(rig.database.db, orderId)).toMatchObject([
      { state: 'done', otherAddress: true },
      { state: 'done', otherAddress: false },
    ]);
  });

  it('waits for a mail server that is down', async () => {
    const port = await freePort();
    const proxy = new StoppableProxy(port, {
      host: '127.0.0.1',
      port: Number(new URL(rig.mail.url).port),
    });
    await proxy.up();
    const worker = await rig.work({ SMTP_URL: `smtp://127.0.0.1:${port}` });
    const orderId = await placedOrder();
    await proxy.down();
    const action = await asked(orderId, null);
    await start(action);
    const handle = rig.client(null).workflow.getHandle(resendEmailWorkflowId(action.actionId));
    await eventually(
      async () => (await handle.describe()).raw.pendingActivities?.[0]?.lastFailure?.message,
      (message) => message?.includes('EMAIL_UNAVAILABLE') === true,
    );
    expect(await getOperatorAction(rig.database.db, action.actionId)).toMatchObject({
      state: 'waiting',
    });
    await proxy.up();
    expect(await resultOf(action)).toBe('sent');
    expect(worker.log).not.toContain('customer@example.com');
    await proxy.down();
  });

  it('tells that an address was refused, and forgets it', async () => {
    const worker = await rig.work();
    const orderId = await placedOrder();
    rig.mail.refused = OTHER_ADDRESS;
    const action = await asked(orderId, OTHER_ADDRESS);
    await start(action);
    expect(await resultOf(action)).toBe('failed');
    rig.mail.refused = null;
    expect((await events(orderId)).at(-1)).toMatchObject({
      type: 'email-resend-failed',
      data: { code: 'EMAIL_REFUSED_550', otherAddress: true },
    });
    expect(await getEmailResend(rig.database.db, action.actionId)).toMatchObject({
      address: null,
      action: { state: 'failed', outcome: 'EMAIL_REFUSED_550' },
    });
    expect(worker.log).not.toContain(OTHER_ADDRESS);
    const handle = rig.client(null).workflow.getHandle(resendEmailWorkflowId(action.actionId));
    expect(inClear(await handle.fetchHistory())).not.toContain(OTHER_ADDRESS);
  });

  it('goes to nobody when an erasure took its address away', async () => {
    await rig.work();
    const orderId = await placedOrder();
    const action = await asked(orderId, OTHER_ADDRESS);
    await rig.database.db.updateTable('operator_actions').set({ address: null }).execute();
    await start(action);
    expect(await resultOf(action)).toBe('failed');
    expect(mailsWith(messageIdOf(action))).toEqual([]);
    expect(await getOperatorAction(rig.database.db, action.actionId)).toMatchObject({
      outcome: 'EMAIL_NO_CONTACT',
    });
  });

  it('is the same mail again when a worker dies between the send and the record', async () => {
    const first = await rig.work();
    const orderId = await placedOrder();
    rig.mail.answerAfterMs = 1_000;
    const sent = rig.mail.nextMail();
    const action = await asked(orderId, OTHER_ADDRESS);
    await start(action);
    await sent;
    await first.stop('SIGKILL');
    rig.mail.answerAfterMs = 0;
    await rig.work();
    expect(await resultOf(action)).toBe('sent');
    expect(mailsWith(messageIdOf(action))).toHaveLength(2);
    const told = (await events(orderId)).filter(({ type }) => type === 'email-resent');
    expect(told).toHaveLength(1);
  }, 120_000);
});
