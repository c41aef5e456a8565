import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { PassThrough, type Readable } from 'node:stream';
import Ajv2020 from 'ajv/dist/2020';
import { z } from 'zod';
import { ConfigError, readConfig } from '@refill/service/config';
import { createLogger } from '@refill/service/logger';
import { migrateToLatest, schemaIsCurrent } from '@refill/order-history/migrate';
import { quarantineMessage } from '@refill/order-history/quarantine';
import { recordOrder } from '@refill/order-history/record-order';
import { createTestDatabase } from '@refill/order-history/test-database';
import { untilSomebodyWaits } from '@refill/order-history/test-locks';
import { testRecord, testSnapshot } from '@refill/order-history/test-order';
import { testQuarantined } from '@refill/order-history/test-quarantined';
import { historyConfigSchema } from './history-config';
import { startHistory } from './history-service';
import { listenOn, startProxy } from './test-support/proxy';
import { recordFacts, registered, subscribed } from './test-support/record-facts';
import { startTestHistory, TEST_TOKENS, type TestHistory } from './test-history';

const environment = {
  HISTORY_PORT: '0',
  HISTORY_HOST: '127.0.0.1',
  HISTORY_READ_TOKEN: TEST_TOKENS.read,
  HISTORY_WRITE_TOKEN: TEST_TOKENS.write,
};

describe('the history service', () => {
  let history: TestHistory;
  beforeAll(async () => {
    history = await startTestHistory({}, { replayWaitMs: 0 });
  });
  afterAll(() => history.stop());

  const reading = [
    '/v1/orders',
    '/v1/orders/o',
    '/v1/orders/o/events',
    '/v1/devices',
    '/v1/devices/m/s',
    '/v1/devices/m/s/events',
    '/v1/devices/m/s/orders',
    '/v1/versions',
    '/v1/versions/devices',
    '/v1/versions/migration',
    '/v1/quarantine',
    '/v1/quarantine/replays/1',
    '/v1/status',
  ];
  const contact = '/v1/customers/c/contact';
  const erasure = '/v1/customers/c/erasure';

  it('asks for a token before anything else', async () => {
    for (const path of [
      ...reading,
      '/v1/orders?limit=many',
      contact,
      erasure,
      '/v1/quarantine/1',
    ]) {
      for (const token of [null, 'wrong', '']) {
        const { status, headers, body } = await history.request(path, { token });
        expect(status).toBe(401);
        expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
        expect(headers.get('content-type')).toContain('application/problem+json');
        expect(body).toMatchObject({ status: 401 });
      }
    }
    for (const [method, path] of [
      ['PUT', contact],
      ['DELETE', '/v1/customers/c'],
      ['POST', '/v1/quarantine/1/replay'],
      ['POST', '/v1/quarantine/replays'],
    ] as const) {
      expect((await history.request(path, { method, token: null, body: {} })).status).toBe(401);
    }
  });

  it('reads with both tokens', async () => {
    for (const token of [TEST_TOKENS.read, TEST_TOKENS.write]) {
      expect(await history.request('/v1/orders', { token })).toMatchObject({ status: 200 });
    }
  });

  it('keeps contacts from the read token', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { email: 'a@example.com' } : undefined;
      const answer = await history.request(contact, { method, body });
      expect(answer).toMatchObject({ status: 403, body: { code: 'HISTORY_TOKEN_READ_ONLY' } });
      expect(answer.headers.get('www-authenticate')).toContain('insufficient_scope');
    }
    expect((await history.request(contact, { token: TEST_TOKENS.write })).status).toBe(404);
  });

  it('keeps what messages say, and what is done with them, from the read token', async () => {
    for (const [method, path] of [
      ['GET', '/v1/quarantine/1'],
      ['DELETE', '/v1/quarantine/1'],
      ['POST', '/v1/quarantine/1/replay'],
      ['POST', '/v1/quarantine/replays'],
    ] as const) {
      const body = method === 'POST' ? { reasonCode: 'X' } : undefined;
      expect(await history.request(path, { method, body })).toMatchObject({
        status: 403,
        body: { code: 'HISTORY_TOKEN_READ_ONLY' },
      });
    }
  });

  it('answers with a problem document where there is nothing', async () => {
    expect(await history.request('/v1/nothing')).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
  });

  it('is ready while the database answers', async () => {
    expect(await history.request('/readyz', { token: null })).toMatchObject({
      status: 200,
      body: { checks: { database: { ok: true }, schema: { ok: true, detail: null } } },
    });
  });

  it('shows the API on a page whose files come from itself', async () => {
    const page = await fetch(new URL('/docs/', history.url));
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('swagger-ui');
    expect(html).not.toMatch(/(src|href)="https?:/);
  });

  describe('/openapi.json', () => {
    const documentSchema = z.object({
      openapi: z.string(),
      paths: z.record(z.string(), z.record(z.string(), z.unknown())),
      components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
    });

    it('describes every route', async () => {
      const { body } = await history.request('/openapi.json', { token: null });
      const document = documentSchema.parse(body);
      expect(document.openapi).toBe('3.1.0');
      const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method} ${path}`),
      );
      expect(routes.sort()).toEqual([
        'delete /v1/customers/{customerId}',
        'delete /v1/customers/{customerId}/contact',
        'delete /v1/quarantine/{id}',
        'get /v1/actions/{actionId}',
        'get /v1/contact-count',
        'get /v1/contacts',
        'get /v1/customers/{customerId}/contact',
        'get /v1/customers/{customerId}/erasure',
        'get /v1/devices',
        'get /v1/devices/{modelId}/{serialNumber}',
        'get /v1/devices/{modelId}/{serialNumber}/events',
        'get /v1/devices/{modelId}/{serialNumber}/orders',
        'get /v1/order-count',
        'get /v1/orders',
        'get /v1/orders/{orderId}',
        'get /v1/orders/{orderId}/actions',
        'get /v1/orders/{orderId}/emails',
        'get /v1/orders/{orderId}/events',
        'get /v1/quarantine',
        'get /v1/quarantine/replays/{replayId}',
        'get /v1/quarantine/{id}',
        'get /v1/status',
        'get /v1/versions',
        'get /v1/versions/devices',
        'get /v1/versions/migration',
        'post /v1/orders/{orderId}/emails/{kind}/resend',
        'post /v1/orders/{orderId}/end',
        'post /v1/orders/{orderId}/notes',
        'post /v1/orders/{orderId}/reconcile',
        'post /v1/quarantine/replays',
        'post /v1/quarantine/{id}/replay',
        'put /v1/customers/{customerId}/contact',
      ]);
      expect(Object.keys(document.components.schemas).sort()).toEqual([
        'Contact',
        'Device',
        'DeviceEvent',
        'DeviceListed',
        'DeviceOn1',
        'DeviceSlot',
        'Erasure',
        'MessageReplay',
        'Migration',
        'MissingEvent',
        'OperatorAction',
        'Order',
        'OrderDifference',
        'OrderEmail',
        'OrderEvent',
        'OrderItem',
        'Problem',
        'QuarantineAction',
        'QuarantineListed',
        'Quarantined',
        'Reconciliation',
        'Replay',
        'SelectedProduct',
        'Status',
        'StoredContact',
        'Versions',
      ]);
    });

    it('describes what is really answered', async () => {
      await recordOrder(history.database.db, testRecord(testSnapshot({ orderId: 'described' })));
      const { body } = await history.request('/openapi.json', { token: null });
      const ajv = new Ajv2020({ strict: false, validateFormats: false });
      ajv.addSchema(z.record(z.string(), z.unknown()).parse(body), 'api');
      const order = await history.request('/v1/orders/described');
      const problem = await history.request('/v1/orders/nowhere');
      await quarantineMessage(history.database.db, testQuarantined('described'));
      const { id } = await history.database.db
        .selectFrom('quarantine')
        .select('id')
        .executeTakeFirstOrThrow();
      const { write: token } = TEST_TOKENS;
      const path = `/v1/quarantine/${id}`;
      const replay = await history.request(`${path}/replay`, { method: 'POST', token, body: {} });
      const quarantined = await history.request(path, { token });
      const status = await history.request('/v1/status');
      const registeredAt = '2026-01-05T10:00:00.000Z';
      await recordFacts(history.database.db, { modelId: 'm', serialNumber: 's' }, [
        registered(registeredAt),
        subscribed('2026-01-05T11:00:00.000Z', { version: '1.0' }),
      ]);
      const device = await history.request('/v1/devices/m/s');
      const erased = await history.request('/v1/customers/nobody', { method: 'DELETE', token });
      const answers = [
        ['MessageReplay', replay.body],
        ['Replay', (await history.request(replay.headers.get('location') ?? '')).body],
        ['Quarantined', quarantined.body],
        ['Status', status.body],
        ['Order', order.body],
        ['Device', device.body],
        ['DeviceListed', firstItemOf((await history.request('/v1/devices')).body)],
        ['DeviceEvent', firstItemOf((await history.request('/v1/devices/m/s/events')).body)],
        ['DeviceOn1', firstItemOf((await history.request('/v1/versions/devices')).body)],
        ['Versions', (await history.request('/v1/versions')).body],
        ['Migration', (await history.request('/v1/versions/migration')).body],
        ['Erasure', erased.body],
        ['Problem', problem.body],
      ] as const;
      for (const [name, answer] of answers) {
        const fits = ajv.validate({ $ref: `api#/components/schemas/${name}` }, answer);
        expect({ name, errors: ajv.errors, fits }).toEqual({ name, errors: null, fits: true });
        expect(ajv.validate({ $ref: `api#/components/schemas/${name}` }, {})).toBe(false);
      }
    });
  });
});

it('answers 503 while the database is away, and again when it is back', async () => {
  const database = await createTestDatabase();
  const proxy = await startDatabaseProxy(database.url);
  const history = await startTestHistory({ DATABASE_URL: proxy.url });
  try {
    expect(await history.request('/v1/orders')).toMatchObject({ status: 200 });
    await proxy.goAway();
    for (const path of [
      '/v1/orders',
      '/v1/orders/o',
      '/v1/orders/o/events',
      '/v1/devices',
      '/v1/devices/m/s',
      '/v1/devices/m/s/events',
      '/v1/devices/m/s/orders',
      '/v1/versions',
      '/v1/versions/devices',
      '/v1/versions/migration',
      '/v1/status',
    ]) {
      const answer = await history.request(path);
      expect(answer).toMatchObject({
        status: 503,
        body: { status: 503, code: 'HISTORY_DATABASE_UNAVAILABLE' },
      });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.headers.get('retry-after')).toBe('5');
    }
    expect(await history.request('/readyz')).toMatchObject({
      status: 503,
      body: { checks: { database: { ok: false }, schema: { ok: true } } },
    });
    expect(await history.request('/healthz')).toMatchObject({ status: 200 });
    await proxy.comeBack();
    expect(await history.request('/v1/orders')).toMatchObject({ status: 200 });
    expect(await history.request('/readyz')).toMatchObject({ status: 200 });
  } finally {
    await history.stop();
    await proxy.goAway();
    await database.drop();
  }
});

describe('the preparation of the schema', () => {
  it('lets the service start while PostgreSQL is down, and tells what it waits for', async () => {
    const database = await createTestDatabase({ migrate: false });
    const proxy = await startDatabaseProxy(database.url);
    await proxy.goAway();
    const lines = new PassThrough();
    const config = readConfig(historyConfigSchema, {
      ...environment,
      DATABASE_URL: proxy.url,
    });
    const service = await startHistory(
      config,
      createLogger({ service: 'history', level: 'info', destination: lines }),
    );
    const get = async (path: string, token?: string) => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const response = await fetch(`http://127.0.0.1:${String(service.port)}${path}`, { headers });
      const body: unknown = await response.json();
      return { status: response.status, body };
    };
    try {
      await lineWith(lines, 'waiting for PostgreSQL to migrate it');
      expect(await get('/healthz')).toMatchObject({ status: 200 });
      const detail = 'waiting for PostgreSQL to migrate it (ECONNREFUSED)';
      expect(await get('/readyz')).toMatchObject({
        status: 503,
        body: { checks: { database: { ok: false }, schema: { ok: false, detail } } },
      });
      expect(await get('/v1/orders')).toMatchObject({ status: 401 });
      expect(await get('/v1/orders', TEST_TOKENS.read)).toMatchObject({
        status: 503,
        body: { code: 'HISTORY_DATABASE_UNAVAILABLE' },
      });
      expect(await get('/openapi.json')).toMatchObject({ status: 200 });
      await proxy.comeBack();
      await service.prepared;
      expect(await get('/readyz')).toMatchObject({ status: 200 });
      expect(await get('/v1/orders', TEST_TOKENS.read)).toMatchObject({ status: 200 });
    } finally {
      await service.stop();
      await proxy.goAway();
      await database.drop();
    }
  });

  it('is left to others when told so', async () => {
    const database = await createTestDatabase({ migrate: false });
    const lines = new PassThrough();
    const config = readConfig(historyConfigSchema, {
      ...environment,
      DATABASE_URL: database.url,
      DATABASE_MIGRATE: 'off',
    });
    const service = await startHistory(
      config,
      createLogger({ service: 'history', level: 'info', destination: lines }),
    );
    const readyz = async () => {
      const response = await fetch(`http://127.0.0.1:${String(service.port)}/readyz`);
      const body: unknown = await response.json();
      return { status: response.status, body };
    };
    try {
      await lineWith(lines, 'HISTORY_SCHEMA_BEHIND');
      const detail = 'waiting for PostgreSQL and its schema (HISTORY_SCHEMA_BEHIND)';
      expect(await readyz()).toMatchObject({
        status: 503,
        body: { checks: { database: { ok: true }, schema: { ok: false, detail } } },
      });
      expect(await schemaIsCurrent(database.db)).toBe(false);
      await migrateToLatest(database.db);
      await service.prepared;
      expect(await readyz()).toMatchObject({ status: 200 });
    } finally {
      await service.stop();
      await database.drop();
    }
  });

  it('does not hold up the stop', async () => {
    const database = await createTestDatabase({ migrate: false });
    const config = readConfig(historyConfigSchema, {
      ...environment,
      DATABASE_URL: database.url,
    });
    // Nobody else may migrate while this transaction lasts.
    await database.db.transaction().execute(async (trx) => {
      await trx.schema.createTable('kysely_migration').addColumn('name', 'text').execute();
      const service = await startHistory(
        config,
        createLogger({ service: 'history', level: 'silent' }),
      );
      await untilSomebodyWaits(database.db);
      await service.stop();
      await service.prepared;
    });
    await database.drop();
  });
});

describe('the start', () => {
  const logger = createLogger({ service: 'history', level: 'silent' });
  const good = {
    HISTORY_READ_TOKEN: 'secret-r',
    HISTORY_WRITE_TOKEN: 'secret-w',
    DATABASE_URL: 'postgres://refill:secret-p@127.0.0.1:1/refill',
  };

  it('takes the defaults of the design', () => {
    expect(readConfig(historyConfigSchema, good)).toMatchObject({
      HISTORY_PORT: 8081,
      TEMPORAL_NAMESPACE: 'default',
      LOG_LEVEL: 'info',
      DATABASE_MIGRATE: 'auto',
      HISTORY_READ_TOKEN: ['secret-r'],
    });
  });

  it('takes several tokens of each kind, for rotation', async () => {
    const history = await startTestHistory({
      HISTORY_READ_TOKEN: 'read-token-1,read-token-2',
      HISTORY_WRITE_TOKEN: 'write-token-1, write-token-2',
    });
    try {
      const contact = '/v1/customers/c/contact';
      for (const n of ['1', '2']) {
        const read = { token: `read-token-${n}` };
        expect((await history.request('/v1/orders', read)).status).toBe(200);
        expect((await history.request(contact, read)).status).toBe(403);
        const write = { token: `write-token-${n}` };
        expect((await history.request('/v1/orders', write)).status).toBe(200);
        expect((await history.request(contact, write)).status).toBe(404);
      }
      const listed = { token: 'read-token-1,read-token-2' };
      expect((await history.request('/v1/orders', listed)).status).toBe(401);
    } finally {
      await history.stop();
    }
  });

  it.each([
    ['HISTORY_READ_TOKEN', undefined],
    ['HISTORY_WRITE_TOKEN', undefined],
    ['HISTORY_WRITE_TOKEN', ''],
    ['HISTORY_READ_TOKEN', 'secret with blanks'],
    ['HISTORY_READ_TOKEN', 'secret-w'],
    ['HISTORY_READ_TOKEN', 'secret-r,secret-w'],
    ['HISTORY_READ_TOKEN', 'secret'],
    ['DATABASE_MIGRATE', 'secret'],
    ['DATABASE_URL', 'mysql://refill:secret-p@localhost/refill'],
    ['TEMPORAL_UI_URL', 'secret'],
    ['HISTORY_PORT', '99999'],
  ])('is refused when %s is %j, by name and without the value', (name, value) => {
    const read = () => readConfig(historyConfigSchema, { ...good, [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(expect.objectContaining({ message: expect.stringContaining(name) }));
    expect(read).not.toThrow(
      expect.objectContaining({ message: expect.stringContaining('secret') }),
    );
  });

  it('fails when the port is taken, and leaves no connection behind', async () => {
    const database = await createTestDatabase({ migrate: false });
    const taken = createServer();
    const port = await listenOn(taken, 0);
    const config = readConfig(historyConfigSchema, {
      ...good,
      DATABASE_URL: database.url,
      HISTORY_HOST: '127.0.0.1',
      HISTORY_PORT: String(port),
    });
    await expect(startHistory(config, logger)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    taken.close();
    await database.drop();
  });
});

/** The first item of a page of the API. */
function firstItemOf(page: unknown): unknown {
  return z.object({ items: z.array(z.unknown()).min(1) }).parse(page).items[0];
}

/** Waits for a line of a log. */
async function lineWith(lines: Readable, text: string): Promise<void> {
  for await (const line of createInterface({ input: lines })) {
    if (line.includes(text)) return;
  }
  throw new Error(`the log ended without ${text}`);
}

/** Stands between a service and PostgreSQL. */
async function startDatabaseProxy(databaseUrl: string) {
  const url = new URL(databaseUrl);
  const proxy = await startProxy({ host: url.hostname, port: Number(url.port) });
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  return { ...proxy, url: url.href };
}
