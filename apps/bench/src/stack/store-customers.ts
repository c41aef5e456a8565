import { Client } from 'pg';

/** Stores a contact for each customer, as an import would; straight into the table, for it is no part of the bench. */
export async function storeCustomers(
  databaseUrl: string,
  customers: readonly string[],
): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into contacts (customer_id, email)
       select id, id || '@bench.example' from unnest($1::text[]) as id
       on conflict do nothing`,
      [customers],
    );
  } finally {
    await client.end();
  }
}
