-- Devices as they stand, what happened to them, the versions of notifications, and the erasure of customers.

create table devices (
  model_id                text collate "C" not null,
  serial_number           text collate "C" not null,
  status                  text not null check (status in ('registered', 'subscribed', 'deregistered')),
  -- Amazon's `directedCustomerId` in the present life of the device.
  customer_id             text not null,
  registered_at           timestamptz(3),
  deregistered_at         timestamptz(3),
  subscription_changed_at timestamptz(3),
  subscription_version    text check (subscription_version in ('1.0', '2.0')),
  -- [{slotId, subscribed, products, lastChangedAt, cause}]
  slots                   jsonb not null,
  -- The newest time that a notification about the device names.
  last_notification_at    timestamptz(3) not null,

  -- What the next run of the device's workflow has to be given. `json`, not `jsonb`: read as a whole or not at all.
  -- null where no run has written the device yet: then it is made from device_events.
  carry                   json,
  -- The workflow run that writes this row, and how far it came: an older write never undoes a newer one.
  workflow_id             text not null,
  -- null where no run has written the device yet.
  run_id                  text,
  -- Counts the runs of a device.
  generation              integer not null,
  revision                integer not null,

  -- Where the device stands in lists: last_notification_at as first recorded. It is never updated. A device that
  -- moved while someone turns pages would be shown twice or not at all.
  sort_at                 timestamptz(3) not null,
  created_at              timestamptz(3) not null default clock_timestamp(),
  updated_at              timestamptz(3) not null default clock_timestamp(),
  primary key (model_id, serial_number)
);

-- One index per filter of the list, each in the order of the list, so that a page is one short index scan.
create index devices_by_time     on devices (sort_at desc, serial_number desc, model_id desc);
create index devices_by_customer on devices (customer_id, sort_at desc, serial_number desc, model_id desc);
create index devices_by_status   on devices (status, sort_at desc, serial_number desc, model_id desc);
create index devices_by_model    on devices (model_id, sort_at desc, serial_number desc);
create index devices_by_serial   on devices (serial_number, sort_at desc, model_id desc);
create index devices_by_version  on devices (subscription_version, sort_at desc, serial_number desc, model_id desc);

-- What was kept of devices before: every notification, with `data` {version, slots} of a subscription, {} otherwise.
alter table device_events rename to device_notifications;
alter index device_events_pkey rename to device_notifications_pkey;
drop index device_events_by_device;

-- What happened to a device. Rows are only ever added.
create table device_events (
  model_id        text collate "C" not null,
  serial_number   text collate "C" not null,
  -- 1, 2, 3 … per device in the order of recording, without gaps.
  seq             integer not null,
  -- Makes recording idempotent: `fact:{type}:{notificationId}`, `email:{kind}:{notificationId}` …
  key             text not null,
  -- One of the event types of @refill/device-lifecycle/device-event.
  type            text not null,
  -- When it happened: in Amazon's time for a notification.
  occurred_at     timestamptz(3) not null,
  recorded_at     timestamptz(3) not null default clock_timestamp(),
  -- Of one device, a notification is known by its type and its id.
  notification_id text,
  -- By type; no personal data.
  data            jsonb not null,
  primary key (model_id, serial_number, seq),
  unique (model_id, serial_number, key),
  foreign key (model_id, serial_number) references devices
);

-- What each new record of an order asks for.
create index device_events_deregistrations on device_events (model_id, serial_number, occurred_at)
  where type = 'device-deregistered';
-- For the erasure of a customer: every fact names one, and a device may have had several.
create index device_events_by_customer on device_events ((data #>> '{fact,customerId}'))
  where data #>> '{fact,customerId}' is not null;
create index order_events_by_customer on order_events ((data #>> '{fact,subject,customerId}'))
  where data #>> '{fact,subject,customerId}' is not null;

-- Each mail goes at most once per device: the row is claimed before the send and settled after it.
create table device_emails (
  model_id      text collate "C" not null,
  serial_number text collate "C" not null,
  -- `{kind}:{notificationId}`
  key           text not null,
  kind          text not null,
  -- The Message-ID that was claimed: a repeated send uses it again. null where no send was begun.
  message_id    text,
  -- null while the send is under way.
  outcome       text check (outcome in ('sent', 'skipped', 'failed')),
  -- The reason of a skip, the code of a failure.
  detail        text,
  claimed_at    timestamptz(3) not null default clock_timestamp(),
  settled_at    timestamptz(3),
  primary key (model_id, serial_number, key),
  foreign key (model_id, serial_number) references devices
);

-- Which versions of its notifications Amazon sends, counted by device so that orders of different devices never
-- wait for each other. No foreign key: a device may have orders though no notification was about itself.
create table notification_versions (
  model_id      text collate "C" not null,
  serial_number text collate "C" not null,
  -- Amazon's `notificationType`.
  type          text collate "C" not null,
  version       text collate "C" not null check (version in ('1.0', '2.0')),
  -- How many different notifications.
  count         bigint not null check (count >= 1),
  -- The newest `notificationTime`.
  last_at       timestamptz(3) not null,
  primary key (model_id, serial_number, type, version)
);

create index notification_versions_1 on notification_versions (model_id, serial_number, type)
  where version = '1.0';

-- The devices of the notifications above, the facts of which become the first events of their history. The slots are
-- those of the newest SubscriptionChanged; the first run that hears of the device makes all of it anew.
with newest as (
  select distinct on (model_id, serial_number) model_id, serial_number, customer_id, occurred_at
  from device_notifications
  order by model_id, serial_number, occurred_at desc, notification_id desc
), times as (
  select newest.*,
         max(n.occurred_at) filter (where n.type = 'DeviceRegisteredNotification') as registered_at,
         max(n.occurred_at) filter (where n.type = 'DeviceDeregisteredNotification') as deregistered_at
  from newest
  join device_notifications n using (model_id, serial_number, customer_id)
  group by newest.model_id, newest.serial_number, newest.customer_id, newest.occurred_at
), subscriptions as (
  select distinct on (n.model_id, n.serial_number)
         n.model_id, n.serial_number, n.occurred_at as changed_at, n.data
  from device_notifications n
  join newest using (model_id, serial_number, customer_id)
  where n.type = 'SubscriptionChangedNotification'
  order by n.model_id, n.serial_number, n.occurred_at desc, n.notification_id desc
), slots as (
  select s.model_id, s.serial_number,
         bool_or(coalesce((slot -> 'subscribed')::text = 'true'
           or (slot -> 'subscribed')::text = 'null' and jsonb_array_length(slot -> 'products') > 0,
           false)) as subscribed,
         jsonb_agg(jsonb_build_object(
           'slotId', slot -> 'slotId',
           'subscribed', slot -> 'subscribed',
           'products', case s.data ->> 'version' when '1.0' then 'null' else slot -> 'products' end,
           'lastChangedAt', null,
           'cause', null) order by (slot ->> 'slotId') collate "C") as slots
  from subscriptions s, jsonb_array_elements(s.data -> 'slots') as slot
  group by s.model_id, s.serial_number
)
insert into devices (model_id, serial_number, status, customer_id, registered_at, deregistered_at,
                     subscription_changed_at, subscription_version, slots, last_notification_at,
                     workflow_id, generation, revision, sort_at)
select t.model_id, t.serial_number,
       case when d.gone_at is not null then 'deregistered'
            when slots.subscribed then 'subscribed'
            else 'registered' end,
       t.customer_id, t.registered_at, d.gone_at, s.changed_at, s.data ->> 'version',
       coalesce(slots.slots, '[]'), t.occurred_at,
       'device:' || t.model_id || '/' || t.serial_number, 0, 0, t.occurred_at
from times t
cross join lateral (
  select case when t.registered_at is null or t.deregistered_at >= t.registered_at
              then t.deregistered_at end as gone_at
) d
left join subscriptions s using (model_id, serial_number)
left join slots using (model_id, serial_number);

insert into device_events (model_id, serial_number, seq, key, type, occurred_at, recorded_at, notification_id, data)
select n.model_id, n.serial_number,
       row_number() over (partition by n.model_id, n.serial_number order by n.occurred_at, n.notification_id),
       'fact:' || kind.type || ':' || n.notification_id, kind.type, n.occurred_at, n.recorded_at, n.notification_id,
       jsonb_build_object('fact', jsonb_build_object(
           'type', kind.type,
           'notificationId', n.notification_id,
           'occurredAt', to_char(n.occurred_at at time zone 'UTC',
                                 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
           'customerId', n.customer_id) || n.data)
         || case kind.type when 'subscription-changed' then '{"changes": []}'::jsonb else '{}' end
from device_notifications n
join (values ('DeviceRegisteredNotification', 'device-registered'),
             ('DeviceDeregisteredNotification', 'device-deregistered'),
             ('SubscriptionChangedNotification', 'subscription-changed')) as kind (name, type)
  on kind.name = n.type;

insert into notification_versions (model_id, serial_number, type, version, count, last_at)
select model_id, serial_number, type, data ->> 'version', count(*), max(occurred_at)
from device_notifications
where data ->> 'version' is not null
group by 1, 2, 3, 4;

drop table device_notifications;

-- Customers whose data were erased, or are being erased.
create table erasures (
  -- What stands in the place of the customer's id: see pseudonym_of.
  pseudonym    text collate "C" primary key,
  -- Amazon's `directedCustomerId` while the erasure is under way; null once it is finished.
  customer_id  text,
  requested_at timestamptz(3) not null default clock_timestamp(),
  finished_at  timestamptz(3),
  -- Set when somebody stored a contact of this customer again: what comes from then on is kept as it comes.
  lifted_at    timestamptz(3),
  -- Who, by their own word.
  actor        text,
  -- The fingerprint of the token that was used: the first 8 hex digits of its SHA-256.
  token        text not null,
  -- How many rows were changed.
  counts       jsonb not null,
  check ((customer_id is null) = (finished_at is not null))
);

create index erasures_unfinished on erasures (requested_at, pseudonym) where finished_at is null;

-- Who did what about an erasure. Rows are only ever added.
create table erasure_actions (
  id        bigint generated always as identity primary key,
  pseudonym text collate "C" not null references erasures,
  action    text not null check (action in ('requested', 'requested-again', 'finished', 'lifted')),
  at        timestamptz(3) not null default clock_timestamp(),
  actor     text,
  -- null where Refill did it by itself.
  token     text
);

create index erasure_actions_by_erasure on erasure_actions (pseudonym, id);
create trigger erasure_actions_are_kept before update or delete or truncate
  on erasure_actions for each statement execute function refuse_change();

-- Without it, nobody can tell by trying whose pseudonym one is. One row, of 32 random bytes.
create table erasure_salt (
  one_row boolean primary key default true check (one_row),
  salt    bytea not null check (octet_length(salt) = 32)
);
-- 366 random bits, from the same source as pgcrypto's, which may not be installed.
insert into erasure_salt (salt) values (sha256(
  uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
create trigger erasure_salt_is_kept before update or delete or truncate
  on erasure_salt for each statement execute function refuse_change();

create function pseudonym_of(customer_id text) returns text stable language sql as $$
  select 'erased-' || left(encode(sha256(salt || convert_to(customer_id, 'UTF8')), 'hex'), 32) from erasure_salt
$$;

-- Which of these customers were erased; to be asked at the beginning of a transaction that writes their ids.
-- It keeps erasures from beginning until the transaction ends, so that none can slip in between the answer and the
-- write: whoever begins one takes the same lock exclusively. `volatile`: what is read after the wait is the latest.
create function erased_customers_among(customer_ids text[])
  returns table (customer_id text, pseudonym text, in_force boolean) volatile language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(5739201843);
  return query
    select asked.id, erasures.pseudonym, erasures.lifted_at is null or erasures.finished_at is null
    from unnest(customer_ids) as asked (id)
    join erasures on erasures.pseudonym = pseudonym_of(asked.id);
end
$$;

-- What a quarantined message says may be erased with its customer, and only so: as a whole, together with its
-- headers, the message given up, while an erasure is under way and in a transaction that says that it is one.
create function refuse_all_but_erasing() returns trigger language plpgsql as $$
begin
  if current_setting('refill.erasing', true) is distinct from 'on' then
    raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op)
      using errcode = 'restrict_violation';
  end if;
  return null;
end
$$;

create function refuse_all_but_erased() returns trigger language plpgsql as $$
begin
  if new.body is distinct from convert_to('erased', 'UTF8')
    or new.headers::text is distinct from '{}'
    or new.state is distinct from 'dropped'
    or not exists (select from erasures where finished_at is null)
  then
    raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op)
      using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;

drop trigger quarantine_content_is_kept on quarantine;
create trigger quarantine_content_is_kept
  before update of id, message_id, transport, reason_code, detail, received_at, created_at, untrusted
  on quarantine for each statement execute function refuse_change();
create trigger quarantine_text_is_kept before update of body, headers
  on quarantine for each statement execute function refuse_all_but_erasing();
create trigger quarantine_text_is_only_erased before update of body, headers
  on quarantine for each row execute function refuse_all_but_erased();

alter table quarantine_actions drop constraint quarantine_actions_action_check;
alter table quarantine_actions add constraint quarantine_actions_action_check
  check (action in ('replay-requested', 'replay-settled', 'dropped', 'erased'));
