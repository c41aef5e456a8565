import { z } from 'zod';
import type { OrderCancelledNotification } from './notification';
import { baseOf, baseParts } from './notification-base';
import { orderInfo } from './order-info';

/** `OrderCancelledNotification`, which exists in one version. */
export const orderCancelledNotification = z
  .object({ ...baseParts, orderInfo })
  .transform((parts): OrderCancelledNotification => ({
    type: 'OrderCancelledNotification',
    version: null,
    ...baseOf(parts),
    ...parts.orderInfo,
  }));
