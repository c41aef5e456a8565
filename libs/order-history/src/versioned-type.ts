/** Amazon's `notificationType` of those notifications that come in a version 1.0 and 2.0. Source: Amazon's page, "Version Notes". */
export const VERSIONED_TYPES = [
  'OrderPlacedNotification',
  'ItemShippedNotification',
  'SubscriptionChangedNotification',
] as const;

/** A type of notification that comes in two versions. */
export type VersionedType = (typeof VERSIONED_TYPES)[number];
