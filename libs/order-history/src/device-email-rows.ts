import { sql, type Transaction } from 'kysely';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { DeviceEmailKind } from '@refill/device-lifecycle/device-email';
import type { DeviceEvent, EmailEvent } from '@refill/device-lifecycle/device-event';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { DatabaseSchema } from './database-schema';
import { outcomeColumns } from './email-rows';

/** What the key of a mail's event begins with; the mail's own key follows. */
const EVENT_KEY_PREFIX = 'email:';

/** A mail about a device and how it ended. */
export interface EndedDeviceEmail {
  /** `{kind}:{notificationId}` */
  readonly key: string;
  readonly kind: DeviceEmailKind;
  readonly outcome: EmailOutcome;
}

/** Writes how a mail ended into `device_emails`, claimed or not; what is settled already stays. */
export async function settleDeviceEmailRow(
  trx: Transaction<DatabaseSchema>,
  device: DeviceIdentity,
  email: EndedDeviceEmail,
): Promise<void> {
  const columns = outcomeColumns(email.outcome);
  await trx
    .insertInto('device_emails')
    .values({
      model_id: device.modelId,
      serial_number: device.serialNumber,
      key: email.key,
      kind: email.kind,
      message_id: columns.message_id ?? null,
      ...columns,
      settled_at: sql<string>`clock_timestamp()`,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['model_id', 'serial_number', 'key'])
        .doUpdateSet({ ...columns, settled_at: sql<string>`clock_timestamp()` })
        .where('device_emails.outcome', 'is', null),
    )
    .execute();
}

/** Settles the mails whose end a workflow tells by an event: the event and its row never disagree. */
export async function settleDeviceEmailsOf(
  trx: Transaction<DatabaseSchema>,
  device: DeviceIdentity,
  events: readonly DeviceEvent[],
): Promise<void> {
  for (const event of events) {
    if (isEmailEvent(event)) await settleDeviceEmailRow(trx, device, endedEmailOf(event));
  }
}

function isEmailEvent(event: DeviceEvent): event is EmailEvent {
  return (
    event.type === 'email-sent' || event.type === 'email-skipped' || event.type === 'email-failed'
  );
}

/** The mail of whose end an event tells. */
export function endedEmailOf(event: EmailEvent): EndedDeviceEmail {
  const key = event.key.slice(EVENT_KEY_PREFIX.length);
  const { kind } = event.data;
  switch (event.type) {
    case 'email-sent':
      return { key, kind, outcome: { outcome: 'sent', messageId: event.data.messageId } };
    case 'email-skipped':
      return { key, kind, outcome: { outcome: 'skipped', reason: event.data.reason } };
    case 'email-failed':
      return { key, kind, outcome: { outcome: 'failed', code: event.data.code } };
  }
}
