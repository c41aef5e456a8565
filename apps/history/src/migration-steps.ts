import {
  type MigrationCheck,
  type MigrationState,
  TEST_MODEL,
  TEST_TOPIC_ARN,
} from './migration-check';
import type { VersionedType } from '@refill/order-history/versioned-type';

/** How a test device is made to cause each type. Source: Amazon's page, "Migrating to v2.0 Notifications", step 2. */
const CAUSED_BY: Readonly<Record<VersionedType, string>> = {
  OrderPlacedNotification: 'Place an order with the test device',
  ItemShippedNotification: 'Place an order with the test device and leave it until it ships',
  SubscriptionChangedNotification: 'Choose a product for a slot of the test device',
};

/**
 * What is to be done next in Amazon's procedure, in order.
 * @param modelsOn1 the models that still get 1.0, without the test model
 */
export function migrationSteps(
  { ready, checks }: MigrationState,
  modelsOn1: readonly string[],
): readonly string[] {
  if (!ready) {
    const isUntouched = checks.every(({ received }) => received === 0);
    return [
      ...(isUntouched ? firstSteps() : []),
      ...checks.flatMap(stepsFor),
      'Ask for this again; write to the DRS forum once every check is complete.',
    ];
  }
  if (modelsOn1.length === 0) {
    return [
      'Nothing needs to be upgraded: no device that Refill has heard of gets 1.0. If there are devices ' +
        'that it has not heard of yet, name their models in the forum post and post it.',
    ];
  }
  return [
    'Post forumPost in the DRS forum: everything in it was checked.',
    'Wait for Amazon to say that the notifications were upgraded. Then GET /v1/versions/devices ' +
      'lists the devices whose newest word is still 1.0; it shrinks with every notification.',
  ];
}

function firstSteps(): readonly string[] {
  return [
    `Let the topic ${TEST_TOPIC_ARN} send to Refill: subscribe Refill's endpoint or queue to it, and add it to SNS_TOPIC_ARNS.`,
    `Create a test device of the model ${TEST_MODEL}.`,
  ];
}

function stepsFor({ type, received, readCompletely, missing }: MigrationCheck): readonly string[] {
  if (readCompletely) return [];
  if (received === 0) return [`${CAUSED_BY[type]}: no ${type} 2.0 has come.`];
  if (missing.length === 0) {
    return [
      `${CAUSED_BY[type]} once more: the newest ${type} 2.0 cannot be read from the history.`,
    ];
  }
  return [
    `${CAUSED_BY[type]} once more: the newest ${type} 2.0 lacked ${missing.join(', ')}. If it lacks them ` +
      "again, compare the message with Amazon's page: Amazon left them out, or writes them elsewhere.",
  ];
}
