import { sql, type Transaction } from 'kysely';
import type { OrderHistoryDatabase } from './database';
import type { DatabaseSchema } from './database-schema';

/** A message that cannot be used as it is. */
export interface QuarantinedMessage {
  /** The id that SNS or SQS gave it. */
  readonly messageId: string;
  readonly transport: 'https' | 'sqs';
  /** Why it cannot be used: a stable code (`DRS_UNKNOWN_TYPE`). */
  readonly reasonCode: string;
  /** For a person, which part is wrong and what was expected; no values of the message. */
  readonly detail: string;
  /** The raw text. */
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  /** Whether nobody vouches for it: it came from SQS and its signature is bad. */
  readonly untrusted: boolean;
}

/** How a message is put into quarantine. */
export interface QuarantineOptions {
  /** How often it came until now, when it is new here; 1 by default. */
  readonly attempts?: number;
  /** How many untrusted messages may lie open before no more are taken; 10,000 by default. */
  readonly maxOpenUntrusted?: number;
}

const MAX_OPEN_UNTRUSTED = 10_000;

/** The transaction-level advisory lock (of this application's own choosing) under which untrusted rows are counted. */
const UNTRUSTED_LOCK = 5_739_201_842;

/**
 * Keeps a message that cannot be used, whatever is in it.
 * A message that is there already is `known`: its `attempts` count up, and if it was replayed it is open again.
 * @returns `full` when too many untrusted messages lie open: nothing was stored
 */
export async function quarantineMessage(
  db: OrderHistoryDatabase,
  message: QuarantinedMessage & QuarantineOptions,
): Promise<'quarantined' | 'known' | 'full'> {
  if (!message.untrusted) return await storeOrCount(db, message);
  return await db.transaction().execute(async (trx) => {
    // One at a time, so that the bound holds however many come together.
    await sql`select pg_advisory_xact_lock(${UNTRUSTED_LOCK})`.execute(trx);
    const max = message.maxOpenUntrusted ?? MAX_OPEN_UNTRUSTED;
    if ((await isFull(trx, max)) && !(await isKnown(trx, message.messageId))) return 'full';
    return await storeOrCount(trx, message);
  });
}

async function storeOrCount(
  db: OrderHistoryDatabase,
  message: QuarantinedMessage & QuarantineOptions,
): Promise<'quarantined' | 'known'> {
  const row = await db
    .insertInto('quarantine')
    .values({
      message_id: message.messageId,
      transport: message.transport,
      reason_code: message.reasonCode,
      // The names of fields are the sender's; PostgreSQL's text takes no NUL.
      detail: message.detail.replaceAll('\0', '\uFFFD'),
      body: Buffer.from(message.body, 'utf8'),
      headers: JSON.stringify(message.headers),
      received_at: message.receivedAt,
      last_received_at: message.receivedAt,
      attempts: message.attempts ?? 1,
      untrusted: message.untrusted,
    })
    .onConflict((conflict) =>
      conflict.column('message_id').doUpdateSet({
        attempts: sql<number>`quarantine.attempts + 1`,
        last_received_at: sql<string>`greatest(quarantine.last_received_at, excluded.last_received_at)`,
        state: sql`case quarantine.state when 'replayed' then 'open' else quarantine.state end`,
      }),
    )
    // A row that this statement inserted was never updated: xmax tells, and spares a second query.
    .returning(sql<boolean>`xmax = 0`.as('created'))
    .executeTakeFirstOrThrow();
  return row.created ? 'quarantined' : 'known';
}

async function isFull(trx: Transaction<DatabaseSchema>, max: number): Promise<boolean> {
  // Not counted further than needed. What is being replayed counts: it may come back.
  const { rows } = await sql<{ full: boolean }>`
    select count(*) >= ${max} as full
    from (select from quarantine
          where untrusted and state in ('open', 'replaying') limit ${max}) as unsettled`.execute(
    trx,
  );
  return rows[0]?.full ?? false;
}

async function isKnown(trx: Transaction<DatabaseSchema>, messageId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('quarantine')
    .select('id')
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  return row !== undefined;
}
