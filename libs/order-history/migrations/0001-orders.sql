-- Orders as they stand, and what happened to them.
--
-- All times are kept to the millisecond (`timestamptz(3)`): that is what the API shows, and a page's cursor,
-- which carries such a time, must compare equal to the row it came from.
-- Ids are compared bytewise (`collate "C"`): fast, and the same on every server.

create table orders (
  -- Amazon's `orderInfo.instanceId`.
  order_id               text collate "C" primary key,
  status                 text not null check (status in
                           ('requested', 'placed', 'awaiting-shipment', 'partially-shipped',
                            'shipped', 'cancelled', 'expired')),
  cancellation_reason    text check (cancellation_reason in ('customer', 'unresolved')),
  model_id               text not null,
  serial_number          text not null,
  slot_id                text not null,
  -- Amazon's `directedCustomerId`: opaque, no personal data.
  customer_id            text not null,
  -- [{asin, quantity, unit, estimatedDelivery, shipped}]
  items                  jsonb not null,
  requested_at           timestamptz(3),
  placed_at              timestamptz(3),
  cancellable_until      timestamptz(3),
  cancelled_at           timestamptz(3),
  shipped_at             timestamptz(3),
  estimated_delivery     timestamptz(3),
  device_deregistered_at timestamptz(3),
  attention              text[] not null default '{}' check (attention <@ array
                           ['unresolved', 'ship-overdue', 'item-mismatch', 'contradiction']),
  test                   boolean not null,
  -- The earliest time that a fact of the order names; moves back when an older fact comes late.
  started_at             timestamptz(3) not null,

  -- The workflow run that writes this row, and how far it came: an older write never undoes a newer one.
  workflow_id            text not null,
  run_id                 text not null,
  revision               integer not null,
  -- The durations that the order was started with, so that it can be folded again without its workflow.
  windows                jsonb not null,
  -- Set once a late notification made the row be folded again from the facts in order_events.
  -- From then on no workflow run overwrites it: a run knows less than the history.
  refolded               boolean not null default false,

  -- Where the order stands in lists: coalesce(placed_at, requested_at, started_at) as first recorded.
  -- It is never updated. An order that moved while someone turns pages would be shown twice or not at all.
  sort_at                timestamptz(3) not null,
  created_at             timestamptz(3) not null default clock_timestamp(),
  updated_at             timestamptz(3) not null default clock_timestamp()
);

-- One index per filter of the list, each in the order of the list, so that a page is one short index scan.
create index orders_by_time     on orders (sort_at desc, order_id desc);
create index orders_by_customer on orders (customer_id, sort_at desc, order_id desc);
create index orders_by_status   on orders (status, sort_at desc, order_id desc);
create index orders_by_model    on orders (model_id, sort_at desc, order_id desc);
create index orders_by_slot     on orders (slot_id, sort_at desc, order_id desc);
-- A serial number is all but unique, so this serves the device with and without its model, its open orders
-- and the order before another in a slot.
create index orders_by_device   on orders (serial_number, model_id, sort_at desc, order_id desc);
create index orders_by_placed   on orders (placed_at);
-- Few orders have a mark; a query must say `attention <> '{}'` to use this.
create index orders_with_attention on orders (sort_at desc, order_id desc) where attention <> '{}';

-- What happened to an order. Rows are only ever added.
create table order_events (
  order_id        text collate "C" not null references orders,
  -- 1, 2, 3 … per order in the order of recording, without gaps.
  seq             integer not null,
  -- Makes recording idempotent: `fact:{notificationId}`, `late:{notificationId}`, `email:{kind}`, `expired` …
  key             text not null,
  -- One of the event types of @refill/order-lifecycle/order-event.
  type            text not null,
  -- When it happened: in Amazon's time for a notification.
  occurred_at     timestamptz(3) not null,
  recorded_at     timestamptz(3) not null default clock_timestamp(),
  notification_id text,
  -- By type; no personal data.
  data            jsonb not null,
  primary key (order_id, seq),
  unique (order_id, key)
);

-- A notification stands in an order's history once, in time or late.
create unique index order_events_by_notification on order_events (order_id, notification_id)
  where notification_id is not null;
