-- How to reach a customer. The only table with personal data, apart from what quarantined messages may hold.
create table contacts (
  -- Amazon's `directedCustomerId`.
  customer_id text primary key,
  email       text not null,
  name        text,
  -- A BCP 47 tag.
  locale      text,
  updated_at  timestamptz(3) not null default clock_timestamp()
);

-- Each kind of mail goes at most once per order: the row is claimed before the send and settled after it.
create table emails (
  order_id   text collate "C" not null references orders,
  kind       text not null,
  -- The Message-ID that was claimed: a repeated send uses it again. null where no send was begun.
  message_id text,
  -- null while the send is under way.
  outcome    text check (outcome in ('sent', 'skipped', 'failed')),
  -- The reason of a skip, the code of a failure.
  detail     text,
  claimed_at timestamptz(3) not null default clock_timestamp(),
  settled_at timestamptz(3),
  primary key (order_id, kind)
);
