import { z } from 'zod';
import { identifier, optionalIdentifier } from './amazon-text';
import { amazonTime } from './amazon-time';

/** `notificationInfo` of every notification. Its `version` is always `2015-06-05` and says nothing. */
export const notificationInfo = z.object(
  {
    notificationTime: amazonTime,
    notificationId: identifier,
    lwaClientId: optionalIdentifier,
  },
  { error: 'an object' },
);
