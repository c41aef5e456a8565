import { sql, type Transaction } from 'kysely';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { DeviceEmailKind } from '@refill/device-lifecycle/device-email';
import type { DeviceEvent, EmailEvent } from '@refill/device-lifecycle/device-event';
import { emailEvent } from '@refill/device-lifecycle/email-event';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import type { DatabaseSchema } from './database-schema';
import { outcomeColumns, type SettleWhere } from './email-rows';
import {
  settleToldEmail,
  settleToldEmails,
  TOLD_COLUMNS,
  type ToldEmail,
  type ToldEmails,
} from './told-email';

/** What the key of a mail's event begins with; the mail's own key follows. */
const EVENT_KEY_PREFIX = 'email:';

/** A mail about a device and how it ended. */
export interface EndedDeviceEmail {
  /** `{kind}:{notificationId}` */
  readonly key: string;
  readonly kind: DeviceEmailKind;
  readonly outcome: EmailOutcome;
}

/**
 * Writes how a mail ended into `device_emails`; what is settled already stays.
 * @param where `unclaimed`: not where somebody claimed it and has not let go; `anyway` by default
 * @returns whether it was written
 */
export async function settleDeviceEmailRow(
  trx: Transaction<DatabaseSchema>,
  device: DeviceIdentity,
  email: EndedDeviceEmail,
  where: SettleWhere = 'anyway',
): Promise<boolean> {
  const columns = outcomeColumns(email.outcome);
  const { numInsertedOrUpdatedRows } = await trx
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
        .where('device_emails.outcome', 'is', null)
        .where((row) =>
          where === 'unclaimed' ? row('device_emails.claimed_until', 'is', null) : row.lit(true),
        ),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/**
 * Settles the mails about a device whose end its workflow tells by an event.
 *
 * The caller holds the lock on the device's row.
 */
export async function settleToldDeviceEmails(
  trx: Transaction<DatabaseSchema>,
  device: DeviceIdentity,
  events: readonly DeviceEvent[],
): Promise<ToldEmails<DeviceEvent, EndedDeviceEmail>> {
  return await settleToldEmails(
    events,
    (event) => (isEmailEvent(event) ? endedEmailOf(event) : null),
    (email) => settleTold(trx, device, email),
    (email, occurredAt) => emailEvent(email, email.outcome, occurredAt),
  );
}

async function settleTold(
  trx: Transaction<DatabaseSchema>,
  device: DeviceIdentity,
  email: EndedDeviceEmail,
): Promise<ToldEmail> {
  const { modelId, serialNumber } = device;
  const place = `email ${email.key} of device ${modelId}/${serialNumber}`;
  return await settleToldEmail(email.outcome, place, {
    settle: (outcome, where) => settleDeviceEmailRow(trx, device, { ...email, outcome }, where),
    read: () =>
      trx
        .selectFrom('device_emails')
        .select(TOLD_COLUMNS)
        .where('model_id', '=', modelId)
        .where('serial_number', '=', serialNumber)
        .where('key', '=', email.key)
        .forUpdate()
        .executeTakeFirstOrThrow(),
  });
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
