import { sql } from 'kysely';
import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { DeviceEmailKind } from '@refill/device-lifecycle/device-email';
import { emailEvent } from '@refill/device-lifecycle/email-event';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import { appendDeviceEvents } from './append-device-events';
import type { EmailClaim } from './claim-email';
import type { OrderHistoryDatabase } from './database';
import { settleDeviceEmailRow } from './device-email-rows';
import { outcomeOf } from './email-rows';
import { HistoryError } from './history-error';
import { lockDevice } from './lock-device';

/** A mail about a device: sent at most once. */
export interface DeviceEmailIdentity {
  readonly device: DeviceIdentity;
  /** `{kind}:{notificationId}` */
  readonly key: string;
  readonly kind: DeviceEmailKind;
}

/**
 * Claims a mail about a device before it is sent; may be repeated.
 * @param email `messageId` is derived from device and key, so that a repeated send is the same mail; of two
 *   claims the first one's `messageId` stays
 * @throws HistoryError `HISTORY_UNKNOWN_DEVICE` when the device was never recorded
 */
export async function claimDeviceEmail(
  db: OrderHistoryDatabase,
  email: DeviceEmailIdentity & { readonly messageId: string },
): Promise<EmailClaim> {
  const { device, key, kind, messageId } = email;
  const row = await db
    .insertInto('device_emails')
    .columns(['model_id', 'serial_number', 'key', 'kind', 'message_id'])
    .expression((eb) =>
      eb
        .selectFrom('devices')
        .select((select) => [
          'model_id',
          'serial_number',
          select.val(key).as('key'),
          select.val(kind).as('kind'),
          select.val(messageId).as('message_id'),
        ])
        .where('model_id', '=', device.modelId)
        .where('serial_number', '=', device.serialNumber),
    )
    // Changes nothing, but makes the row that is there come back.
    .onConflict((conflict) =>
      conflict.columns(['model_id', 'serial_number', 'key']).doUpdateSet({
        message_id: sql<string>`coalesce(device_emails.message_id, excluded.message_id)`,
      }),
    )
    .returning(['message_id', 'outcome', 'detail'])
    .executeTakeFirst();
  if (row === undefined) throw unknownDevice(device);
  if (row.outcome === null) return { state: 'claimed', messageId: row.message_id ?? messageId };
  return { state: 'settled', outcome: outcomeOf(row, placeOf(email)) };
}

/**
 * Records how a mail about a device ended: its row and its event in one transaction; may be repeated.
 * @param email `occurredAt`: when it ended, ISO 8601, UTC
 * @returns how it ended: the first outcome that was recorded
 * @throws HistoryError `HISTORY_UNKNOWN_DEVICE` when the device was never recorded
 */
export async function settleDeviceEmail(
  db: OrderHistoryDatabase,
  email: DeviceEmailIdentity & { readonly outcome: EmailOutcome; readonly occurredAt: string },
): Promise<EmailOutcome> {
  const { device } = email;
  return await db.transaction().execute(async (trx) => {
    if ((await lockDevice(trx, device)) === undefined) throw unknownDevice(device);
    await settleDeviceEmailRow(trx, device, email);
    const row = await trx
      .selectFrom('device_emails')
      .select(['message_id', 'outcome', 'detail'])
      .where('model_id', '=', device.modelId)
      .where('serial_number', '=', device.serialNumber)
      .where('key', '=', email.key)
      .executeTakeFirstOrThrow();
    const outcome = outcomeOf(row, placeOf(email));
    await appendDeviceEvents(trx, device, [emailEvent(email, outcome, email.occurredAt)], []);
    return outcome;
  });
}

function placeOf({ device, key }: DeviceEmailIdentity): string {
  return `email ${key} of device ${device.modelId}/${device.serialNumber}`;
}

function unknownDevice({ modelId, serialNumber }: DeviceIdentity): HistoryError {
  const name = `${modelId}/${serialNumber}`;
  return new HistoryError('HISTORY_UNKNOWN_DEVICE', `no device ${name} to send a mail about`);
}
