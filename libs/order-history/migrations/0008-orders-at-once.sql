-- Who is sending a mail, and until when nobody else may: a mail is claimed by one worker at a time. A worker that was
-- killed lets go when that moment comes; a claim of a program before this migration holds nobody up.
alter table emails add column claimed_by text, add column claimed_until timestamptz(3);
alter table device_emails add column claimed_by text, add column claimed_until timestamptz(3);

-- Whether `claimant` may send a mail that `held_by` claimed until then. By the time at which the transaction began, so
-- that a statement that asks twice hears the same twice.
create function may_claim(held_by text, held_until timestamptz, claimant text) returns boolean
stable language sql as $$
  select held_until is null or held_until <= now() or held_by is null or held_by = claimant
$$;

-- What every order does a few times in its life, each as one call: it costs one way to the server and back, and is
-- planned once per session, not once per call. A function that is here is not changed by a later migration: during a
-- rolling update programs of two versions call it.

-- Writes an order and its new events by one statement, as nearly every order can be written: see recordOrderAtOnce,
-- and recordOrder for the few that can't. It returns no row, and has written nothing, where
-- a customer of the order was ever erased, another run wrote the order, a late notification did, or the record is older
-- than the own.
--
-- Locks in the order in which every other writer takes them: erasures, the order's row, its mails, versions.
--
--   written      the columns of `orders` that the record gives
--   customer_ids every customer whom the record names
--   events       [{key, type, occurredAt, notificationId, data}], each key and each notification once
--   words        [{key, modelId, serialNumber, type, version, at}]: how the notifications of those events came
--   mails        [{kind, messageId, claimedBy, holdMs}]: to be claimed, see claimEmail
create function record_order_at_once(
  written jsonb, customer_ids text[], events jsonb, words jsonb, mails jsonb
) returns table (
  -- The row before; null where the order is new.
  status text, requested_at timestamptz, placed_at timestamptz, cancellable_until timestamptz, started_at timestamptz,
  -- When its first part shipped; null unless it was partially shipped.
  first_shipment_at timestamptz,
  -- [{kind, message_id, outcome, detail, claimed_by}]: the mails as they stand.
  claims jsonb
) volatile language plpgsql as $$
#variable_conflict use_column
declare
  own orders := jsonb_populate_record(null::orders, written);
  known orders;
  added text[];
  claimed jsonb;
begin
  if exists (select from erased_customers_among(customer_ids)) then return; end if;

  insert into orders (
      order_id, status, cancellation_reason, model_id, serial_number, slot_id, customer_id, items, requested_at, placed_at,
      cancellable_until, cancelled_at, shipped_at, estimated_delivery, device_deregistered_at, attention, test, started_at,
      next_deadline_kind, next_deadline_at, workflow_id, run_id, revision, windows, sort_at)
    values (
      own.order_id, own.status, own.cancellation_reason, own.model_id, own.serial_number, own.slot_id, own.customer_id,
      own.items, own.requested_at, own.placed_at, own.cancellable_until, own.cancelled_at, own.shipped_at,
      own.estimated_delivery, own.device_deregistered_at, own.attention, own.test, own.started_at, own.next_deadline_kind,
      own.next_deadline_at, own.workflow_id, own.run_id, own.revision, own.windows, own.sort_at)
    on conflict (order_id) do nothing;

  if not found then
    select * into known from orders where order_id = own.order_id for no key update;
    if known.refolded or known.run_id <> own.run_id or known.revision > own.revision then return; end if;
    update orders set
        status = own.status, cancellation_reason = own.cancellation_reason, model_id = own.model_id,
        serial_number = own.serial_number, slot_id = own.slot_id, customer_id = own.customer_id, items = own.items,
        requested_at = own.requested_at, placed_at = own.placed_at, cancellable_until = own.cancellable_until,
        cancelled_at = own.cancelled_at, shipped_at = own.shipped_at, estimated_delivery = own.estimated_delivery,
        device_deregistered_at = own.device_deregistered_at, attention = own.attention, test = own.test,
        started_at = own.started_at, next_deadline_kind = own.next_deadline_kind,
        next_deadline_at = own.next_deadline_at, workflow_id = own.workflow_id, revision = own.revision,
        windows = own.windows, updated_at = clock_timestamp()
      where order_id = own.order_id;
  end if;

  with fresh as (
    insert into order_events (order_id, seq, key, type, occurred_at, notification_id, data)
    select own.order_id,
           (select coalesce(max(seq), 0) from order_events where order_id = own.order_id)
             + row_number() over (order by event.position),
           event.key, event.type, event."occurredAt", event."notificationId", event.data
    from rows from (jsonb_to_recordset(events) as (
           key text, type text, "occurredAt" timestamptz, "notificationId" text, data jsonb))
         with ordinality as event (key, type, "occurredAt", "notificationId", data, position)
    where not exists (
      select from order_events past
      where past.order_id = own.order_id
        and (past.key = event.key or past.notification_id = event."notificationId"))
    returning key)
  select array_agg(key) into added from fresh;

  if mails <> '[]' then
    with claim as (
      insert into emails (order_id, kind, message_id, claimed_by, claimed_until)
      select own.order_id, mail.kind, mail."messageId", mail."claimedBy",
             now() + mail."holdMs" * interval '1 millisecond'
      from jsonb_to_recordset(mails) as mail (kind text, "messageId" text, "claimedBy" text, "holdMs" integer)
      order by mail.kind
      -- Where another worker holds it, this changes nothing, but makes the row that is there come back.
      on conflict (order_id, kind) do update set
        message_id = coalesce(emails.message_id, excluded.message_id),
        claimed_by = case when may_claim(emails.claimed_by, emails.claimed_until, excluded.claimed_by)
          then excluded.claimed_by else emails.claimed_by end,
        claimed_until = case when may_claim(emails.claimed_by, emails.claimed_until, excluded.claimed_by)
          then excluded.claimed_until else emails.claimed_until end
      returning kind, message_id, outcome, detail, claimed_by)
    select jsonb_agg(to_jsonb(claim)) into claimed from claim;
  end if;

  if words <> '[]' then
    insert into notification_versions as past (model_id, serial_number, type, version, count, last_at)
    select word."modelId", word."serialNumber", word.type, word.version, count(*), max(word.at)
    from jsonb_to_recordset(words) as word (
      key text, "modelId" text, "serialNumber" text, type text, version text, at timestamptz)
    where word.key = any (added)
    group by 1, 2, 3, 4
    order by 1, 2, 3, 4
    on conflict (model_id, serial_number, type, version) do update
      set count = past.count + excluded.count, last_at = greatest(past.last_at, excluded.last_at);
  end if;

  return query select
    known.status, known.requested_at, known.placed_at, known.cancellable_until, known.started_at,
    case when known.status = 'partially-shipped' then
      (select min(event.occurred_at) from order_events event
       where event.order_id = own.order_id and event.type = 'item-shipped')
    end,
    coalesce(claimed, '[]');
end
$$;

-- What stands beside an order that its workflow has to know, see readBesideOrder: the deregistrations of its device
-- since it began; once it has ended, mails that were claimed and never settled; where asked for, the customer's contact.
create function read_beside_order(
  asked_order text, ended boolean, device_model text, device_serial text, since timestamptz, contact_of text
) returns table (what text, id text, at timestamptz, email text, name text, locale text) stable language plpgsql as $$
#variable_conflict use_column
begin
  return query
    select 'deregistration', event.notification_id, event.occurred_at::timestamptz, null, null, null
    from device_events event
    where event.serial_number = device_serial and event.model_id = device_model
      and event.type = 'device-deregistered' and event.occurred_at >= since and event.notification_id is not null;
  if ended then
    return query
      select 'mail', mail.kind, null::timestamptz, null, null, null
      from emails mail where mail.order_id = asked_order and mail.outcome is null;
  end if;
  if contact_of is not null then
    return query
      select 'contact', contact.customer_id, null::timestamptz, contact.email, contact.name, contact.locale
      from contacts contact where contact.customer_id = contact_of;
  end if;
end
$$;

-- Records how a mail ended, with its event; see settleEmailAtOnce. False, and nothing written, where somebody told of
-- this mail before.
create function settle_email_at_once(
  settled_order text, settled_kind text, settled_message_id text, settled_outcome text, settled_detail text,
  event_key text, event_type text, event_time timestamptz, event_data jsonb
) returns boolean volatile language plpgsql as $$
#variable_conflict use_column
begin
  perform from orders where order_id = settled_order for no key update;
  if not found then return false; end if;
  insert into emails (order_id, kind, message_id, outcome, detail, settled_at)
    values (settled_order, settled_kind, settled_message_id, settled_outcome, settled_detail, clock_timestamp())
    on conflict (order_id, kind) do update
      set message_id = coalesce(excluded.message_id, emails.message_id), outcome = excluded.outcome,
          detail = excluded.detail, settled_at = excluded.settled_at
      where emails.outcome is null;
  if not found then return false; end if;
  insert into order_events (order_id, seq, key, type, occurred_at, notification_id, data)
    values (
      settled_order, (select coalesce(max(seq), 0) + 1 from order_events where order_id = settled_order),
      event_key, event_type, event_time, null, event_data);
  return true;
end
$$;
