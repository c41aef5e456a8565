-- What became of a quarantined message, who did it, and the order in which deferred work is delivered.

alter table quarantine
  -- replaying: in a replay that is not settled yet. replayed: it went through. dropped: somebody gave it up.
  add column state text not null default 'open'
    check (state in ('open', 'replaying', 'replayed', 'dropped')),
  -- How often it came.
  add column attempts integer not null default 1 check (attempts >= 1),
  add column last_received_at timestamptz(3),
  -- Whether nobody vouches for it: from SQS, and its signature is bad. Only so many of these are kept.
  add column untrusted boolean not null default false;
update quarantine set last_received_at = received_at;
alter table quarantine alter column last_received_at set not null;

create index quarantine_by_reason on quarantine (reason_code, received_at, id);
create index quarantine_open on quarantine (received_at, id) where state = 'open';
create index quarantine_open_by_reason on quarantine (reason_code, id) where state = 'open';
create index quarantine_unsettled_untrusted on quarantine (id)
  where untrusted and state in ('open', 'replaying');

-- Somebody asked for one or many messages to be replayed. Rows are only ever added.
create table quarantine_replays (
  id           bigint generated always as identity primary key,
  requested_at timestamptz(3) not null default clock_timestamp(),
  -- Who, by their own word.
  actor        text,
  -- The fingerprint of the token that was used: the first 8 hex digits of its SHA-256.
  token        text not null,
  -- Set when all of one reason were asked for.
  reason_code  text
);

-- The messages of a replay, and how each ended.
create table quarantine_replay_items (
  replay_id     bigint not null references quarantine_replays,
  quarantine_id bigint not null references quarantine,
  -- Until when an ingestion works on it. Past that time (the ingestion was killed) another one may.
  leased_until  timestamptz(3),
  outcome       text check (outcome in ('taken', 'deferred', 'quarantined', 'untrusted', 'failed')),
  code          text,
  settled_at    timestamptz(3),
  primary key (replay_id, quarantine_id),
  check ((settled_at is null) = (outcome is null))
);

-- A message is in one unsettled replay at most; also what ingestion looks through for work.
create unique index quarantine_replay_items_unsettled on quarantine_replay_items (quarantine_id)
  where settled_at is null;
create index quarantine_replay_items_to_do on quarantine_replay_items (replay_id, quarantine_id)
  where settled_at is null;

-- Who did what with a quarantined message, and how it ended. Rows are only ever added.
create table quarantine_actions (
  id            bigint generated always as identity primary key,
  quarantine_id bigint not null references quarantine,
  action        text not null check (action in ('replay-requested', 'replay-settled', 'dropped')),
  at            timestamptz(3) not null default clock_timestamp(),
  actor         text,
  -- null where ingestion did it by itself.
  token         text,
  replay_id     bigint references quarantine_replays,
  outcome       text,
  code          text,
  note          text
);

create index quarantine_actions_by_message on quarantine_actions (quarantine_id, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op)
    using errcode = 'restrict_violation';
end
$$;

-- What came is kept as it came: only state, attempts and last_received_at move.
-- By column and per statement, so that no body is read to compare it, and not even an update of no rows goes through.
create trigger quarantine_content_is_kept
  before update of id, message_id, transport, reason_code, detail, body, headers, received_at, created_at, untrusted
  on quarantine for each statement execute function refuse_change();
create trigger quarantine_rows_are_kept before delete or truncate
  on quarantine for each statement execute function refuse_change();
create trigger quarantine_replays_are_kept before update or delete or truncate
  on quarantine_replays for each statement execute function refuse_change();
create trigger quarantine_actions_are_kept before update or delete or truncate
  on quarantine_actions for each statement execute function refuse_change();

alter table deferred
  -- `order:{id}` or `device:{modelId}/{serialNumber}`: of one key, the oldest is delivered first.
  -- null in rows from before.
  add column order_key text,
  -- How often its delivery failed though Temporal was there.
  add column failures integer not null default 0 check (failures >= 0),
  add column last_failure_code text;

create index deferred_by_order_key on deferred (order_key) where order_key is not null;
