import { sql } from 'kysely';
import { eventually } from './test-support/eventually';
import type { WorkerProcess } from './test-support/worker-process';
import { newOrderId, WorkerRig } from './test-support/worker-rig';

describe('PostgreSQL that takes nothing for a while', () => {
  let rig: WorkerRig;
  let worker: WorkerProcess;
  let name: string;
  beforeAll(async () => {
    rig = await WorkerRig.start();
    name = new URL(rig.database.url).pathname.slice(1);
    worker = await rig.work();
  });
  afterAll(async () => {
    await rig.stop();
  });

  /** Lets every new session read only, or write again; what is connected is thrown out. */
  async function readOnly(on: boolean): Promise<void> {
    await sql`alter database ${sql.id(name)} set default_transaction_read_only = ${sql.raw(on ? 'on' : 'off')}`.execute(
      rig.database.db,
    );
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = ${name} and pid <> pg_backend_pid()`.execute(rig.database.db);
  }

  /** Makes PostgreSQL answer as with a full disk whenever a row is written. */
  async function fullDisk(table: string): Promise<void> {
    await sql`create or replace function full_disk() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`.execute(
      rig.database.db,
    );
    await sql`create trigger full_disk before insert or update on ${sql.id(table)}
      for each statement execute function full_disk()`.execute(rig.database.db);
  }

  async function roomAgain(table: string): Promise<void> {
    await sql`drop trigger full_disk on ${sql.id(table)}`.execute(rig.database.db);
  }

  /** Waits until an activity of the order is pending for this reason. */
  async function pendingFor(orderId: string, reason: string): Promise<void> {
    const handle = rig.temporal.client.workflow.getHandle(`order:${orderId}`);
    await eventually(
      async () =>
        ((await handle.describe()).raw.pendingActivities ?? []).map(
          (activity) => activity.lastFailure?.message ?? '',
        ),
      (failures) => failures.some((failure) => failure.includes(reason)),
    );
  }

  async function sentOnce(orderId: string): Promise<void> {
    const types = await rig.eventOf(orderId, 'email-sent');
    expect(types.filter((type) => type === 'email-sent')).toHaveLength(1);
    expect(rig.mailsOf(orderId, 'order-placed')).toBe(1);
  }

  it('read-only (25006): activities wait, and go on afterwards', async () => {
    await readOnly(true);
    const orderId = newOrderId();
    await rig.tell(orderId, 'order-placed');
    await pendingFor(orderId, 'HISTORY_UNAVAILABLE: PostgreSQL answered 25006');
    await readOnly(false);
    await sentOnce(orderId);
    expect(await rig.status(orderId)).toBe('placed');
  });

  it('full disk (53100): activities wait, and go on afterwards', async () => {
    await fullDisk('orders');
    const orderId = newOrderId();
    await rig.tell(orderId, 'order-placed');
    await pendingFor(orderId, 'HISTORY_UNAVAILABLE: PostgreSQL answered 53100');
    await roomAgain('orders');
    await sentOnce(orderId);
    expect(worker.log).not.toContain('No space left');
  });

  it('a mail that went out while nothing could be written is recorded later, not sent again', async () => {
    // The claim is taken; from then on, with the mail on its way, no row can be changed.
    rig.mail.answerAfterMs = 1_000;
    const orderId = newOrderId();
    const coming = rig.mail.nextMail();
    await rig.tell(orderId, 'order-placed');
    await coming;
    await fullDisk('emails');
    // Longer than the local activity's time: the regular one has taken over meanwhile.
    const handle = rig.temporal.client.workflow.getHandle(`order:${orderId}`);
    await eventually(
      async () => (await handle.describe()).raw.pendingActivities?.length ?? 0,
      (pending) => pending === 1,
    );
    expect(rig.mailsOf(orderId, 'order-placed')).toBe(1);
    expect(await rig.events(orderId)).not.toContain('email-sent');
    await roomAgain('emails');
    await sentOnce(orderId);
    rig.mail.answerAfterMs = 0;
    await rig.tell(orderId, 'item-shipped');
    await rig.eventOf(orderId, 'email-sent', 2);
    expect(await handle.result()).toBe('shipped');
    expect(rig.mailsOf(orderId, 'order-placed')).toBe(1);
    expect(rig.mailsOf(orderId, 'item-shipped')).toBe(1);
  });

  it('connections that are cut while it works: every order is finished', async () => {
    const orderIds = Array.from({ length: 20 }, newOrderId);
    for (const [index, orderId] of orderIds.entries()) {
      await rig.tell(orderId, 'order-placed');
      if (index % 5 === 0) {
        await sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = ${name} and pid <> pg_backend_pid()`.execute(rig.database.db);
      }
    }
    for (const orderId of orderIds) await sentOnce(orderId);
  });
});
