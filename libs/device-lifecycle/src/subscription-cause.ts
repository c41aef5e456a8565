/** Every cause of a change in a slot. Source: Amazon's page, "Subscription Changed"; switching has two directions. */
export const SUBSCRIPTION_CAUSES = [
  'new-registration',
  'product-chosen',
  'selection-cleared',
  'switched-on',
  'switched-off',
  'product-replaced',
] as const;

/** Why a slot changed. Amazon does not say it: it follows from the slot before and after. */
export type SubscriptionCause = (typeof SUBSCRIPTION_CAUSES)[number];
