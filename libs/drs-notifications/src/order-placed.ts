import { z } from 'zod';
import type { OrderPlacedNotification } from './notification';
import { baseOf, baseParts } from './notification-base';
import { orderInfoWithProducts } from './order-info';

/** `OrderPlacedNotification`, 1.0 and 2.0. */
export const orderPlacedNotification = z
  .object({ ...baseParts, orderInfo: orderInfoWithProducts })
  .transform((parts): OrderPlacedNotification => ({
    type: 'OrderPlacedNotification',
    ...baseOf(parts),
    ...parts.orderInfo,
  }));
