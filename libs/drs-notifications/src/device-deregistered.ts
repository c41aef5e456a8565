import { z } from 'zod';
import type { DeviceDeregisteredNotification } from './notification';
import { baseOf, baseParts } from './notification-base';

/** `DeviceDeregisteredNotification`, which exists in one version. */
export const deviceDeregisteredNotification = z
  .object(baseParts)
  .transform((parts): DeviceDeregisteredNotification => ({
    type: 'DeviceDeregisteredNotification',
    version: null,
    ...baseOf(parts),
  }));
