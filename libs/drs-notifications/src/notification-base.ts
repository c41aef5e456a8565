import type { z } from 'zod';
import { customerInfo } from './customer-info';
import { deviceInfo } from './device-info';
import { notificationInfo } from './notification-info';

/** The parts that every notification has. */
export const baseParts = { notificationInfo, deviceInfo, customerInfo };

interface BaseParts {
  readonly notificationInfo: z.output<typeof notificationInfo>;
  readonly deviceInfo: z.output<typeof deviceInfo>;
  readonly customerInfo: z.output<typeof customerInfo>;
}

/** The fields that every normalised notification has, out of those parts. */
export function baseOf({
  notificationInfo: info,
  deviceInfo: device,
  customerInfo: customer,
}: BaseParts) {
  return {
    notificationId: info.notificationId,
    notificationTime: info.notificationTime,
    lwaClientId: info.lwaClientId,
    device,
    customerId: customer.directedCustomerId,
  };
}
