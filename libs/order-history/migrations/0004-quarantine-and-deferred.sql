-- Genuine messages that cannot be used as they are. They may hold personal data.
create table quarantine (
  id          bigint generated always as identity primary key,
  -- The id that SNS or SQS gave the message: a redelivery is kept once.
  message_id  text not null unique,
  transport   text not null check (transport in ('https', 'sqs')),
  reason_code text not null,
  detail      text not null,
  -- The raw text in UTF-8. `bytea`, because `text` refuses a NUL and this table must take what nothing else does.
  -- To read it: select convert_from(body, 'UTF8')
  body        bytea not null,
  -- `json`, not `jsonb`: kept as it came.
  headers     json not null,
  received_at timestamptz(3) not null,
  created_at  timestamptz(3) not null default clock_timestamp()
);

create index quarantine_by_time on quarantine (received_at, id);

-- What could not be handed to Temporal when it came, until it can.
create table deferred (
  id          bigint generated always as identity primary key,
  message_id  text not null unique,
  kind        text not null check (kind in ('notification', 'replenishment')),
  -- `json`, not `jsonb`: handed on as it came.
  payload     json not null,
  received_at timestamptz(3) not null,
  created_at  timestamptz(3) not null default clock_timestamp()
);

create index deferred_by_time on deferred (received_at, id);
