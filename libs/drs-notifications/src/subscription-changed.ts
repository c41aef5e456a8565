import { z } from 'zod';
import type { SubscriptionChangedNotification } from './notification';
import { baseOf, baseParts } from './notification-base';
import { subscriptionInfo } from './subscription-info';

/** `SubscriptionChangedNotification`, 1.0 and 2.0. */
export const subscriptionChangedNotification = z
  .object({ ...baseParts, subscriptionInfo })
  .transform((parts): SubscriptionChangedNotification => ({
    type: 'SubscriptionChangedNotification',
    ...baseOf(parts),
    ...parts.subscriptionInfo.slotsSubscriptionStatus,
  }));
