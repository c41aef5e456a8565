import { z } from 'zod';
import type { DeviceRegisteredNotification } from './notification';
import { baseOf, baseParts } from './notification-base';

/** `DeviceRegisteredNotification`, which exists in one version. */
export const deviceRegisteredNotification = z
  .object(baseParts)
  .transform((parts): DeviceRegisteredNotification => ({
    type: 'DeviceRegisteredNotification',
    version: null,
    ...baseOf(parts),
  }));
