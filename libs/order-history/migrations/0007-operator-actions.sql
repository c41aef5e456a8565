-- What operators did with orders, what an order waits for next, and orders that were ended by hand.

alter table orders drop constraint orders_status_check;
alter table orders add constraint orders_status_check check (status in
  ('requested', 'placed', 'awaiting-shipment', 'partially-shipped',
   'shipped', 'cancelled', 'expired', 'ended'));

-- What the order waits for next, and until when; null once it has ended, and in rows of before that were not written
-- since.
alter table orders add column next_deadline_kind text check (next_deadline_kind in
  ('settle', 'resolution', 'cancel-window', 'overdue', 'expiry'));
alter table orders add column next_deadline_at timestamptz(3);

-- What an operator asked for. Rows are only ever added and finished.
create table operator_actions (
  action_id    uuid primary key,
  order_id     text collate "C" not null references orders,
  kind         text not null check (kind in ('note', 'resend-email', 'end-order', 'reconcile')),
  state        text not null check (state in ('waiting', 'done', 'failed')),
  -- Who, by their own word; and the fingerprint of the bearer token that they used.
  actor        text,
  token        text not null,
  -- In the operator's words; blanked when the order's customer is erased.
  reason       text,
  -- Of a mail that is sent again.
  email_kind   text,
  -- Another address than the customer's: personal data, gone as soon as the action is finished.
  address      text check (address is null or state = 'waiting'),
  other_address boolean not null default false,
  -- The code of what failed.
  outcome      text,
  requested_at timestamptz(3) not null default clock_timestamp(),
  finished_at  timestamptz(3)
);

create index operator_actions_by_order on operator_actions (order_id, requested_at desc, action_id);
-- What somebody still waits for.
create index operator_actions_waiting on operator_actions (requested_at) where state = 'waiting';

-- The export of contacts goes by this, see listContacts; the primary key of contacts sorts by the server's locale.
create index contacts_by_id on contacts (customer_id collate "C");

-- Few mails fail; the status page counts those of the last days.
create index emails_failed on emails (settled_at) where outcome = 'failed';

-- With the time of placing, so that a list of what was placed before some time passes newer orders without reading
-- their rows.
drop index orders_by_time;
create index orders_by_time on orders (sort_at desc, order_id desc, placed_at);
-- Few of many orders are open; a query must name the same statuses to use this.
create index orders_open on orders (sort_at desc, order_id desc)
  where status not in ('shipped', 'cancelled', 'expired', 'ended');
