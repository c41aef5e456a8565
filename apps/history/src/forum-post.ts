import { type MigrationState, TEST_MODEL } from './migration-check';
import { VERSIONED_TYPES } from '@refill/order-history/versioned-type';

/** A post to the DRS forum, ready to be pasted. */
export interface ForumPost {
  readonly subject: string;
  readonly body: string;
}

/**
 * Drafts the post by which a maker asks Amazon for 2.0. Source: Amazon's page, "Migrating to v2.0
 * Notifications", step 3: its subject line and its two questions, word for word.
 * @param modelsOn1 the models that still get 1.0, without the test model
 */
export function draftForumPost(state: MigrationState, modelsOn1: readonly string[]): ForumPost {
  const models = modelsOn1.length > 0 ? modelsOn1 : ['(no model is known to get v1.0: name yours)'];
  const processed = state.checks.flatMap(({ type, readCompletely, lastAt }) =>
    readCompletely && lastAt !== null ? [`${type}, the last one sent at ${lastAt}`] : [],
  );
  const paragraphs = [
    ['Hello,'],
    ['please upgrade our SNS notifications to v2.0.'],
    ['Which notifications messages are you upgrading to v2.0?', ...VERSIONED_TYPES.map(asItem)],
    ['Which device models will use the new notifications?', ...models.map(asItem)],
    ...(processed.length === 0
      ? []
      : [
          [
            `With a test device of the model ${TEST_MODEL} we received these v2.0 notifications and process them correctly:`,
            ...processed.map(asItem),
          ],
        ]),
    ['Thank you.'],
  ];
  return {
    subject: 'Upgrade SNS Notifications to v2.0',
    body: paragraphs.map((lines) => lines.join('\n')).join('\n\n'),
  };
}

function asItem(text: string): string {
  return `- ${text}`;
}
