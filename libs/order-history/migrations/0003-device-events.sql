-- Every notification about a device, as it was normalised. Rows are only ever added.
create table device_events (
  -- Amazon's `notificationId`: a redelivery is recorded once.
  notification_id text primary key,
  model_id        text not null,
  serial_number   text not null,
  -- Amazon's `directedCustomerId`.
  customer_id     text not null,
  -- Amazon's `notificationType`.
  type            text not null check (type in
                    ('DeviceRegisteredNotification', 'DeviceDeregisteredNotification',
                     'SubscriptionChangedNotification')),
  -- Amazon's `notificationTime`.
  occurred_at     timestamptz(3) not null,
  recorded_at     timestamptz(3) not null default clock_timestamp(),
  -- What only this type carries: {version, slots} of a subscription, {} otherwise.
  data            jsonb not null
);

create index device_events_by_device on device_events (serial_number, model_id, occurred_at);
