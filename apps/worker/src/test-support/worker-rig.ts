import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { startDevServer } from '@refill/temporal/test-support/dev-server';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { emailMessageId } from '@refill/customer-email/message-id';
import { putContact } from '@refill/order-history/contacts';
import { getOrder } from '@refill/order-history/get-order';
import { listEvents } from '@refill/order-history/list-events';
import { createTestDatabase, type TestDatabase } from '@refill/order-history/test-database';
import type { OrderEmailKind } from '@refill/order-lifecycle/order-event';
import type { OrderFact, OrderSubject, OrderSubjectFact } from '@refill/order-lifecycle/order-fact';
import { DEFAULT_ORDER_WINDOWS } from '@refill/order-lifecycle/order-windows';
import type { EncryptionKeys } from '@refill/temporal/encryption-keys';
import { ensureSearchAttributes } from '@refill/temporal/ensure-search-attributes';
import { orderWorkflowId } from '@refill/temporal/order-workflow-id';
import { encryptingDataConverter } from '@refill/temporal/payload-encryption';
import { signalOrder } from '@refill/temporal/signal-order';
import { eventually } from './eventually';
import { MailPeer } from './mail-peer';
import { WorkerProcess } from './worker-process';

/** What every order of a rig is about. */
export const SUBJECT: OrderSubject = {
  modelId: 'model-of-the-test',
  serialNumber: 'serial-of-the-test',
  slotId: 'slot-of-the-test',
  customerId: 'amzn1.account.WORKER',
};

const EMAIL_FROM = 'Printers <printers@example.com>';

/** The worker with all it talks to: real Temporal, PostgreSQL and SMTP. */
export class WorkerRig {
  private readonly workers: WorkerProcess[] = [];

  private constructor(
    readonly temporal: TestWorkflowEnvironment,
    readonly database: TestDatabase,
    readonly mail: MailPeer,
  ) {}

  static async start(): Promise<WorkerRig> {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const temporal = await startDevServer();
    await ensureSearchAttributes(temporal.connection, 'default');
    const rig = new WorkerRig(temporal, await createTestDatabase(), await MailPeer.start());
    await putContact(rig.database.db, {
      customerId: SUBJECT.customerId,
      email: 'customer@example.com',
      name: 'Test Customer',
      locale: 'en',
    });
    return rig;
  }

  /** The worker's environment. */
  env(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return {
      DATABASE_URL: this.database.url,
      TEMPORAL_ADDRESS: this.temporal.address,
      SMTP_URL: this.mail.url,
      EMAIL_FROM,
      ...more,
    };
  }

  /** Starts a worker and waits until it is ready. */
  async work(more: NodeJS.ProcessEnv = {}): Promise<WorkerProcess> {
    const worker = await WorkerProcess.start(this.env(more));
    this.workers.push(worker);
    return worker;
  }

  /** Starts a worker and does not wait for it. */
  async spawn(more: NodeJS.ProcessEnv = {}): Promise<WorkerProcess> {
    const worker = await WorkerProcess.spawn(this.env(more));
    this.workers.push(worker);
    return worker;
  }

  /** Ends every worker that still runs, at once. */
  async killWorkers(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.stop('SIGKILL')));
  }

  /** A client as ingestion has one, with or without encryption. */
  client(keys: EncryptionKeys | null): Client {
    return new Client({
      connection: this.temporal.connection,
      dataConverter: encryptingDataConverter(keys),
    });
  }

  /**
   * Tells an order that something happened just now.
   * @returns the notification's id
   */
  async tell(
    orderId: string,
    type: OrderSubjectFact['type'],
    client: Client = this.client(null),
    options: { readonly emailLocalFirst?: boolean } = {},
  ): Promise<string> {
    const notificationId = `amzn1.dash.notification.v1.${randomUUID()}`;
    await signalOrder(client, {
      orderId,
      subject: SUBJECT,
      fact: factOf(type, notificationId),
      windows: { ...DEFAULT_ORDER_WINDOWS, settleMs: 1_000 },
      ...options,
    });
    return notificationId;
  }

  async status(orderId: string): Promise<string | null> {
    return (await getOrder(this.database.db, orderId))?.status ?? null;
  }

  /** The types of an order's events, oldest first; none before it is known. */
  async events(orderId: string): Promise<readonly string[]> {
    const page = await listEvents(this.database.db, { orderId, limit: 100, after: 0 });
    return (page?.events ?? []).map((event) => event.type);
  }

  /** Waits until an order's history holds this many events of a type. */
  async eventOf(orderId: string, type: string, count = 1): Promise<readonly string[]> {
    return await eventually(
      () => this.events(orderId),
      (types) => types.filter((each) => each === type).length >= count,
    );
  }

  /** How often a mail about an order was taken by the mail server. */
  mailsOf(orderId: string, kind: OrderEmailKind): number {
    const messageId = emailMessageId(orderId, kind, EMAIL_FROM);
    return this.mail.mails.filter((mail) => mail.includes(messageId)).length;
  }

  /** An order's history as Temporal stores it. */
  async history(orderId: string) {
    const handle = this.temporal.client.workflow.getHandle(orderWorkflowId(orderId));
    return (await handle.fetchHistory()).events ?? [];
  }

  /** What an order's workflow ends with. */
  async result(orderId: string): Promise<unknown> {
    return await this.temporal.client.workflow.getHandle(orderWorkflowId(orderId)).result();
  }

  async stop(): Promise<void> {
    await this.killWorkers();
    await this.mail.stop();
    await this.temporal.teardown();
    await this.database.drop();
  }
}

/** A fact of now. */
function factOf(type: OrderSubjectFact['type'], notificationId: string): OrderFact {
  const base = { notificationId, occurredAt: new Date().toISOString(), subject: SUBJECT };
  switch (type) {
    case 'replenish-requested':
      return { ...base, type, detailCode: 'STANDARD_ORDER_PLACED' };
    case 'order-cancelled':
      return { ...base, type };
    case 'order-placed':
    case 'item-shipped':
      return {
        ...base,
        type,
        items: [{ asin: 'ASIN-OF-THE-TEST', quantity: 1, unit: 'count', estimatedDelivery: null }],
      };
  }
}

/** An order id of Amazon's form that no other test has. */
export function newOrderId(): string {
  return `amzn1.dash.v2.o.${randomUUID()}`;
}
