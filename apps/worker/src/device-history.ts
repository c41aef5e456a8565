import { activityInfo } from '@temporalio/activity';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { erasedCustomersAmong } from '@refill/order-history/erased-customers';
import { loadDevice } from '@refill/order-history/load-device';
import { recordDevice } from '@refill/order-history/record-device';
import type { DeviceActivities } from '@refill/temporal/device-activities';
import { asHistoryCall, mailUnderWay } from './activity-failure';

/** Makes the activities by which a device reads and writes its history in PostgreSQL. */
export function createDeviceHistory(
  database: OrderHistoryDatabase,
): Pick<DeviceActivities, 'loadDevice' | 'recordDevice' | 'erasedCustomersAmong'> {
  return {
    loadDevice: async ({ device, windows }) =>
      await asHistoryCall(() => loadDevice(database, device, windows)),
    recordDevice: async (input) => {
      const execution = activityInfo().workflowExecution;
      if (execution === undefined) throw new Error('recordDevice runs within a device only');
      const { emailsUnderWay = [], ...recorded } = await asHistoryCall(() =>
        recordDevice(database, { ...input, ...execution }),
      );
      if (emailsUnderWay.length > 0) throw mailUnderWay();
      return recorded;
    },
    erasedCustomersAmong: async (customerIds) =>
      await asHistoryCall(() => erasedCustomersAmong(database, customerIds)),
  };
}
