import { deviceEmailMessageId } from '@refill/customer-email/message-id';
import { renderDeviceEmail } from '@refill/customer-email/render-device-email';
import {
  claimDeviceEmail,
  releaseDeviceEmail,
  settleDeviceEmail,
} from '@refill/order-history/device-emails';
import type { DeviceActivities } from '@refill/temporal/device-activities';
import type { DeliverEmail, EmailSettings } from './deliver-email';

/** Makes the activity that sends one mail about a device: at most once per (device, key of the mail). */
export function createSendDeviceEmail(
  { database, from, claimant }: Pick<EmailSettings, 'database' | 'from' | 'claimant'>,
  deliver: DeliverEmail,
): DeviceActivities['sendDeviceEmail'] {
  return async ({ email }) => {
    const { device, key, kind, customerId, occurredAt } = email;
    const messageId = deviceEmailMessageId(email, from);
    return await deliver({
      key: JSON.stringify(['device', device.modelId, device.serialNumber, key]),
      kind,
      customerId,
      occurredAt,
      claim: () => claimDeviceEmail(database, { device, key, kind, messageId, claimant }),
      release: () => releaseDeviceEmail(database, { device, key, claimant }),
      settle: (outcome, endedAt) =>
        settleDeviceEmail(database, { device, key, kind, outcome, occurredAt: endedAt }),
      render: async ({ locale, ...context }) => {
        await Promise.resolve();
        return renderDeviceEmail(email, context, locale);
      },
    });
  };
}
