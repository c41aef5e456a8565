import { Client } from 'pg';
import { z } from 'zod';

/** Asks for rows as they were at the snapshot's moment, each read by the schema. */
export type AskSnapshot = <T>(schema: z.ZodType<T>, query: string) => Promise<readonly T[]>;

/** Reads from PostgreSQL at one moment, past the history's API and its code. */
export async function readSnapshot<Result>(
  databaseUrl: string,
  read: (ask: AskSnapshot) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    return await read(async (schema, query) =>
      z.array(schema).parse((await client.query(query)).rows),
    );
  } finally {
    await client.end();
  }
}
