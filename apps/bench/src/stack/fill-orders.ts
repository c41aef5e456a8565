import { Client } from 'pg';

/**
 * Fills the history with orders, without Temporal: nearly all have ended, one in 500 is open, one in 200 has a mark,
 * ten belong to each customer.
 * @param from the first order's number; those before it are there already
 */
export async function fillOrders(databaseUrl: string, from: number, to: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into orders (order_id, status, model_id, serial_number, slot_id, customer_id, items, placed_at, attention,
                           test, started_at, workflow_id, run_id, revision, windows, sort_at)
       select 'amzn1.dash.v2.o.' || md5(n::text),
              case when n % 500 = 0 then 'placed' when n % 50 = 1 then 'cancelled' else 'shipped' end,
              'model-' || n % 5, 'serial-' || n % 40000, 'slot', 'amzn1.account.' || md5((n / 10)::text), '[]', at,
              case when n % 200 = 3 then array['ship-overdue'] else '{}' end,
              false, at, 'order:' || n, 'run', 1, '{}', at
       from (select n, timestamptz '2026-06-01' - n * interval '1 minute' as at
             from generate_series($1::integer, $2::integer) as n) as numbered`,
      [from, to],
    );
    await client.query('vacuum analyze orders');
  } finally {
    await client.end();
  }
}
