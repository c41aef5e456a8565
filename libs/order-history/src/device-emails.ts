import type { DeviceIdentity } from '@refill/drs-notifications/notification';
import type { DeviceEmailKind } from '@refill/device-lifecycle/device-email';
import { emailEvent } from '@refill/device-lifecycle/email-event';
import type { EmailOutcome } from '@refill/order-lifecycle/email-outcome';
import { appendDeviceEvents } from './append-device-events';
import type { OrderHistoryDatabase } from './database';
import { settleDeviceEmailRow } from './device-email-rows';
import {
  claimAgain,
  CLAIMED_COLUMNS,
  type EmailClaim,
  type EmailClaimant,
  emailClaimOf,
  heldUntil,
} from './email-claim';
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

/** A mail about a device that is to be sent. */
export interface DeviceEmailToClaim extends DeviceEmailIdentity {
  /** Derived from device and key, so that a repeated send is the same mail; of two claims the first one's stays. */
  readonly messageId: string;
  readonly claimant: EmailClaimant;
}

/**
 * Claims a mail about a device before it is sent; may be repeated.
 * @throws HistoryError `HISTORY_UNKNOWN_DEVICE` when the device was never recorded
 */
export async function claimDeviceEmail(
  db: OrderHistoryDatabase,
  email: DeviceEmailToClaim,
): Promise<EmailClaim> {
  const { device, key, kind, messageId, claimant } = email;
  const row = await db
    .insertInto('device_emails')
    .columns([
      'model_id',
      'serial_number',
      'key',
      'kind',
      'message_id',
      'claimed_by',
      'claimed_until',
    ])
    .expression((eb) =>
      eb
        .selectFrom('devices')
        .select((select) => [
          'model_id',
          'serial_number',
          select.val(key).as('key'),
          select.val(kind).as('kind'),
          select.val(messageId).as('message_id'),
          select.val(claimant.id).as('claimed_by'),
          heldUntil(claimant).as('claimed_until'),
        ])
        .where('model_id', '=', device.modelId)
        .where('serial_number', '=', device.serialNumber),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['model_id', 'serial_number', 'key'])
        .doUpdateSet(claimAgain('device_emails')),
    )
    .returning(CLAIMED_COLUMNS)
    .executeTakeFirst();
  if (row === undefined) throw unknownDevice(device);
  return emailClaimOf(row, email, placeOf(email));
}

/** Lets go of a mail that could not be sent now, so that whoever tries it next need not wait. */
export async function releaseDeviceEmail(
  db: OrderHistoryDatabase,
  { device, key, claimant }: Omit<DeviceEmailToClaim, 'messageId' | 'kind'>,
): Promise<void> {
  await db
    .updateTable('device_emails')
    .set({ claimed_until: null })
    .where('model_id', '=', device.modelId)
    .where('serial_number', '=', device.serialNumber)
    .where('key', '=', key)
    .where('claimed_by', '=', claimant.id)
    .where('outcome', 'is', null)
    .execute();
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
