import { createTransport } from 'nodemailer';
import { Pool } from 'pg';
import type { MinimalActivities } from './messages';

/** The tables of the minimal order. */
export const MINIMAL_SCHEMA = `
  create table if not exists minimal_orders (order_id text primary key, status text not null);
  create table if not exists minimal_events (
    notification_id text primary key, order_id text not null, status text not null, occurred_at timestamptz not null);`;

/** Makes the two side effects, with pools as one would. */
export function minimalActivities(databaseUrl: string, smtpPort: number): MinimalActivities {
  const pool = new Pool({ connectionString: databaseUrl, max: 10 });
  const mailer = createTransport({
    host: '127.0.0.1',
    port: smtpPort,
    pool: true,
    ignoreTLS: true,
  });
  return {
    record: async (orderId, status, { notificationId, occurredAt }) => {
      await pool.query(
        `with event as (
           insert into minimal_events values ($1, $2, $3, $4) on conflict do nothing)
         insert into minimal_orders values ($2, $3)
           on conflict (order_id) do update set status = excluded.status`,
        [notificationId, orderId, status, occurredAt],
      );
    },
    mail: async (orderId, status, to) => {
      await mailer.sendMail({
        from: 'printers@example.com',
        to,
        subject: `Your order: ${status}`,
        text: `Order ${orderId} is ${status}.`,
      });
    },
  };
}
