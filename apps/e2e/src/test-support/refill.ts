import { randomUUID } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { startDevServer } from '@refill/temporal/test-support/dev-server';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '@refill/order-history/test-database';
import { freePort } from '@refill/local-stack/free-port';
import { Amazon, TOPIC_ARN } from './amazon';
import { ChildService } from './child-service';
import { MailCatcher } from './mail-catcher';
import { until } from './until';

const READ_TOKEN = 'read-token-of-the-test';
const WRITE_TOKEN = 'write-token-of-the-test';
const INGESTION_TOKEN = 'ingestion-token-of-the-test';

const orderSchema = z.looseObject({
  orderId: z.string(),
  status: z.string(),
  cancellationReason: z.string().nullable(),
  attention: z.array(z.string()),
  deviceDeregisteredAt: z.string().nullable(),
  items: z.array(z.looseObject({ asin: z.string().nullable(), shipped: z.boolean() })),
  workflow: z.looseObject({ workflowId: z.string(), runId: z.string() }),
});
const slotSchema = z.looseObject({
  slotId: z.string(),
  subscribed: z.boolean().nullable(),
  products: z.array(z.looseObject({ asin: z.string().nullable() })).nullable(),
  cause: z.string().nullable(),
});
const deviceSchema = z.looseObject({
  device: z.object({ modelId: z.string(), serialNumber: z.string() }),
  customerId: z.string(),
  status: z.string(),
  registeredAt: z.string().nullable(),
  deregisteredAt: z.string().nullable(),
  subscriptionVersion: z.string().nullable(),
  slots: z.array(slotSchema),
  openOrders: z.array(z.looseObject({ orderId: z.string() })),
  workflow: z.looseObject({ workflowId: z.string(), runId: z.string() }),
});
const eventsSchema = z.object({
  items: z.array(z.looseObject({ seq: z.number(), type: z.string(), data: z.unknown() })),
});

/** The dev server else deletes a workflow minutes after it was told to. */
const DELETE_AT_ONCE = ['transfer', 'visibility'].flatMap((queue) => [
  '--dynamic-config-value',
  `history.${queue}ProcessorEnsureCloseBeforeDelete=false`,
]);

/** The services, in no order: each waits for what it needs. */
const APPS = ['ingestion', 'worker', 'history'] as const;

/** An order as the history's API shows it. */
export type ApiOrder = z.output<typeof orderSchema>;

/** A device as the history's API shows it. */
export type ApiDevice = z.output<typeof deviceSchema>;

/** The whole of Refill with everything real: three services, PostgreSQL, Temporal, a mail server. */
export class Refill {
  private constructor(
    readonly amazon: Amazon,
    readonly mail: MailCatcher,
    readonly temporal: TestWorkflowEnvironment,
    readonly database: TestDatabase,
    private readonly ports: Readonly<Record<'ingestion' | 'worker' | 'history', number>>,
    /** What the services were started with. */
    readonly environment: Readonly<Record<string, string>>,
    private readonly services: Map<string, ChildService>,
  ) {}

  /** @param env overrides of the services' environment */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<Refill> {
    const [amazon, mail, temporal, database] = await Promise.all([
      Amazon.create(),
      MailCatcher.start(),
      startDevServer(DELETE_AT_ONCE),
      createTestDatabase({ migrate: false }),
    ]);
    const ports = {
      ingestion: await freePort(),
      worker: await freePort(),
      history: await freePort(),
    };
    const refill = new Refill(
      amazon,
      mail,
      temporal,
      database,
      ports,
      {
        DATABASE_URL: database.url,
        TEMPORAL_ADDRESS: temporal.address,
        TEMPORAL_NAMESPACE: temporal.namespace ?? 'default',
        SMTP_URL: mail.url,
        EMAIL_FROM: 'Printers <printers@example.com>',
        INGESTION_TOKEN,
        HISTORY_READ_TOKEN: READ_TOKEN,
        HISTORY_WRITE_TOKEN: WRITE_TOKEN,
        SNS_TOPIC_ARNS: TOPIC_ARN,
        SNS_CERTIFICATE_DIR: amazon.certificateDirectory,
        ORDER_SETTLE: '3s',
        INGESTION_PORT: String(ports.ingestion),
        WORKER_PORT: String(ports.worker),
        HISTORY_PORT: String(ports.history),
        ...env,
      },
      new Map(),
    );
    const started = await Promise.allSettled(APPS.map((app) => refill.run(app)));
    const failure = started.find((result) => result.status === 'rejected');
    if (failure !== undefined) {
      await refill.stop();
      throw failure.reason;
    }
    return refill;
  }

  /** Starts a service that was stopped. @param env overrides of its environment */
  async run(
    app: 'ingestion' | 'worker' | 'history',
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const environment = { ...this.environment, ...env };
    this.services.set(app, await ChildService.start(app, this.ports[app], environment));
  }

  service(app: 'ingestion' | 'worker' | 'history'): ChildService {
    const service = this.services.get(app);
    if (service === undefined) throw new Error(`${app} does not run`);
    return service;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.services.values()].map((service) => service.stop()));
    await this.amazon.stop();
    await this.mail.stop();
    await this.temporal.teardown();
    await this.database.drop();
  }

  /** Posts a body as SNS does; tells the status of the answer. */
  async post(body: string): Promise<number> {
    const response = await fetch(`${this.service('ingestion').url}/sns`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=UTF-8' },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  }

  /** Tells Refill of a Replenish call, as the maker's own program does. */
  async replenish(body: object): Promise<number> {
    const response = await fetch(`${this.service('ingestion').url}/v1/replenishments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${INGESTION_TOKEN}` },
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    return response.status;
  }

  async putContact(customerId: string, contact: object): Promise<void> {
    const response = await this.history(`/v1/customers/${customerId}/contact`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${WRITE_TOKEN}` },
      body: JSON.stringify(contact),
    });
    if (!response.ok) throw new Error(`the contact was not taken: ${String(response.status)}`);
  }

  /** Asks the history's API; with the read token unless `init` says otherwise. */
  async history(path: string, init: RequestInit = {}): Promise<Response> {
    return await fetch(`${this.service('history').url}${path}`, {
      headers: { authorization: `Bearer ${READ_TOKEN}` },
      ...init,
    });
  }

  /** The order, `null` while the history does not know it. */
  async order(orderId: string): Promise<ApiOrder | null> {
    const response = await this.history(`/v1/orders/${encodeURIComponent(orderId)}`);
    return response.status === 404 ? null : orderSchema.parse(await response.json());
  }

  /** Waits until the order has a status. */
  async orderWith(orderId: string, status: string, timeoutMs = 60_000): Promise<ApiOrder> {
    const order = await until(
      () => this.order(orderId),
      (answer) => answer?.status === status,
      timeoutMs,
    );
    if (order === null) throw new Error('unreachable');
    return order;
  }

  /** The device, `null` while the history does not know it. */
  async device(serialNumber: string, modelId = 'model'): Promise<ApiDevice | null> {
    const response = await this.history(devicePath(serialNumber, modelId));
    return response.status === 404 ? null : deviceSchema.parse(await response.json());
  }

  /** Waits until a device is as wanted. */
  async deviceThat(
    serialNumber: string,
    wanted: (device: ApiDevice) => boolean,
    modelId = 'model',
  ): Promise<ApiDevice> {
    const device = await until(
      () => this.device(serialNumber, modelId),
      (answer) => answer !== null && wanted(answer),
    );
    if (device === null) throw new Error('unreachable');
    return device;
  }

  /** The device's events in order. */
  async deviceEvents(
    serialNumber: string,
    modelId = 'model',
  ): Promise<z.output<typeof eventsSchema>['items']> {
    const response = await this.history(`${devicePath(serialNumber, modelId)}/events?limit=200`);
    return response.status === 404 ? [] : eventsSchema.parse(await response.json()).items;
  }

  /** Waits until a device has had so many mails of a kind, sent or skipped. */
  async deviceMails(serialNumber: string, kind: string, count = 1): Promise<readonly string[]> {
    return await until(
      async () =>
        (await this.deviceEvents(serialNumber))
          .filter(({ type, data }) => type.startsWith('email-') && kindOf(data) === kind)
          .map(({ type }) => type),
      (types) => types.length >= count,
    );
  }

  /** Erases a customer, as the maker's own program does. */
  async eraseCustomer(customerId: string): Promise<Response> {
    return await this.history(`/v1/customers/${encodeURIComponent(customerId)}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${WRITE_TOKEN}` },
    });
  }

  /** The order's events in order. */
  async events(orderId: string): Promise<z.output<typeof eventsSchema>['items']> {
    const response = await this.history(`/v1/orders/${encodeURIComponent(orderId)}/events`);
    return response.status === 404 ? [] : eventsSchema.parse(await response.json()).items;
  }

  /** Waits until an event of this type is in the order's history. */
  async eventOf(orderId: string, type: string): Promise<readonly string[]> {
    return await until(
      async () => (await this.events(orderId)).map((event) => event.type),
      (types) => types.includes(type),
    );
  }
}

function devicePath(serialNumber: string, modelId: string): string {
  return `/v1/devices/${encodeURIComponent(modelId)}/${encodeURIComponent(serialNumber)}`;
}

function kindOf(data: unknown): string | undefined {
  return z.looseObject({ kind: z.string() }).safeParse(data).data?.kind;
}

/** An order id of Amazon's form that no other test has. */
export function newOrderId(): string {
  return `amzn1.dash.v2.o.${randomUUID()}`;
}
