import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { createTestDatabase } from '@refill/order-history/test-database';
import { migrateToLatest } from '@refill/order-history/migrate';
import { eventually } from './test-support/eventually';
import { StoppableProxy } from './test-support/stoppable-proxy';
import { freePort, type WorkerProcess } from './test-support/worker-process';
import { newOrderId, WorkerRig } from './test-support/worker-rig';

/** Waits until `/readyz` says what the worker waits for. */
async function waitingFor(worker: WorkerProcess, what: string): Promise<void> {
  await eventually(
    () => worker.readiness(),
    (answer) => answer?.checks['worker']?.detail === `waiting for ${what}`,
  );
  await eventually(
    () => worker.messages,
    (messages) => messages.some((message) => message.startsWith(`waiting for ${what}`)),
  );
}

describe('the start of the worker', () => {
  let rig: WorkerRig;
  let postgres: StoppableProxy;
  let temporal: StoppableProxy;
  let proxied: NodeJS.ProcessEnv;
  beforeAll(async () => {
    rig = await WorkerRig.start();
    const postgresPort = await freePort();
    const temporalPort = await freePort();
    const url = new URL(rig.database.url);
    const [host = '', port = ''] = rig.temporal.address.split(':');
    postgres = new StoppableProxy(postgresPort, { host: url.hostname, port: Number(url.port) });
    temporal = new StoppableProxy(temporalPort, { host, port: Number(port) });
    url.port = String(postgresPort);
    proxied = { DATABASE_URL: url.href, TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}` };
  });
  afterEach(async () => {
    await rig.killWorkers();
    await postgres.down();
    await temporal.down();
  });
  afterAll(async () => {
    await rig.stop();
  });

  it('comes before everything else, and says what it waits for', async () => {
    const worker = await rig.spawn(proxied);
    await waitingFor(worker, 'PostgreSQL, to migrate its schema');
    const first = await worker.readiness();
    expect(first?.status).toBe('not-ready');
    expect(first?.checks['postgres']?.detail).toContain('ECONNREFUSED');
    await postgres.up();
    await waitingFor(worker, 'Temporal, to register the search attributes');
    const second = await worker.readiness();
    expect(second?.checks['postgres']).toEqual({ ok: true, detail: null });
    expect(second?.checks['temporal']?.ok).toBe(false);
    expect(second?.checks['temporal']?.detail).toMatch(/UNAVAILABLE|DEADLINE_EXCEEDED|no answer/);
    await temporal.up();
    await eventually(
      () => worker.readiness(),
      (answer) => answer?.status === 'ready',
    );
    const orderId = newOrderId();
    await rig.tell(orderId, 'order-placed');
    await rig.eventOf(orderId, 'email-sent');
  });

  it('goes on when Temporal was away for a while, and says so meanwhile', async () => {
    await postgres.up();
    await temporal.up();
    const worker = await rig.work(proxied);
    await temporal.down();
    await eventually(
      () => worker.readiness(),
      (answer) => answer?.checks['temporal']?.ok === false,
    );
    const orderId = newOrderId();
    await rig.tell(orderId, 'order-placed');
    await temporal.up();
    await rig.eventOf(orderId, 'email-sent');
    await eventually(
      () => worker.readiness(),
      (answer) => answer?.status === 'ready',
    );
    expect(await worker.stop()).toBe(0);
  });

  it('waits with DATABASE_MIGRATE=off until somebody has migrated', async () => {
    const database = await createTestDatabase({ migrate: false });
    try {
      const worker = await rig.spawn({ DATABASE_URL: database.url, DATABASE_MIGRATE: 'off' });
      await waitingFor(worker, 'PostgreSQL with a current schema (DATABASE_MIGRATE=off)');
      expect(worker.log).toContain('HISTORY_SCHEMA_BEHIND');
      await migrateToLatest(database.db);
      await eventually(
        () => worker.readiness(),
        (answer) => answer?.status === 'ready',
      );
      expect(await worker.stop()).toBe(0);
    } finally {
      await database.drop();
    }
  });

  it.each([
    ['EMAIL_FROM', { EMAIL_FROM: 'nobody' }, /^CONFIG_INVALID[^]*\n {2}EMAIL_FROM: expected one/],
    [
      'the keys',
      { TEMPORAL_ENCRYPTION_KEYS: 'k:short' },
      /^CONFIG_INVALID[^]*\n {2}TEMPORAL_ENCRYPTION_KEYS: expected keyId:key/,
    ],
    [
      "Temporal's own",
      { TEMPORAL_CONFIG_FILE: __filename },
      /^TEMPORAL_CONFIG_INVALID: the TEMPORAL_… variables cannot be used/,
    ],
  ])('ends with a message when %s is wrong, not with a stack trace', (_name, env, message) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [path.join(__dirname, '..', 'dist', 'main.js')],
      { env: { PATH: process.env['PATH'], ...rig.env(env) }, encoding: 'utf8' },
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(stderr).not.toContain('short');
  });
});
