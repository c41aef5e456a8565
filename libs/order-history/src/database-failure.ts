import { z } from 'zod';

/** What Node and `pg` say when there is no connection, or it broke. */
const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * PostgreSQL's errors that say "not now": class 08 connection, 53 resources, 57P operator intervention (shutdown,
 * starting up), 55P03 a lock that could not be had in time, 58030 I/O error, and 25006 read-only transaction: of a server that is a standby now, or was made
 * read-only when its disk ran full. Errors of the data (class 22) are none of them. Source: the manual, "PostgreSQL Error Codes".
 */
const UNAVAILABLE_STATES = /^(08...|53...|57P0[1-5]|55P03|58030|25006)$/;

/** Errors that `pg` throws without a code. Source: node_modules/pg/lib/client.js and pg-pool/index.js. */
const UNCODED_MESSAGES =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

const coded = z.object({ code: z.string() });

/** Whether an error says that PostgreSQL can't be reached now, rather than that something is wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return error.errors.every(isDatabaseUnavailable);
  }
  const code = coded.safeParse(error);
  if (code.success) {
    return CONNECTION_CODES.has(code.data.code) || UNAVAILABLE_STATES.test(code.data.code);
  }
  return error instanceof Error && UNCODED_MESSAGES.test(error.message);
}
