import { z } from 'zod';
import type { ItemShippedNotification } from './notification';
import { baseOf, baseParts } from './notification-base';
import { orderInfoWithProducts } from './order-info';

/** `ItemShippedNotification`, 1.0 and 2.0. */
export const itemShippedNotification = z
  .object({ ...baseParts, orderInfo: orderInfoWithProducts })
  .transform((parts): ItemShippedNotification => ({
    type: 'ItemShippedNotification',
    ...baseOf(parts),
    ...parts.orderInfo,
  }));
