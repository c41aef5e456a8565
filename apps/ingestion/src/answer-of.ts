import type { MessageProblem, TakeOutcome } from './take-outcome';

/** How SNS is answered. SNS discards for good what gets a 4xx, and delivers again what gets a 5xx. */
export type Answer =
  | { readonly status: 200 }
  | {
      readonly status: 400 | 403 | 503;
      readonly code: string;
      readonly title: string;
      readonly detail: string;
      readonly problems: readonly MessageProblem[];
    };

/** The answer to SNS for what became of its message. Source: the design's table "Ingestion, port 8080". */
export function answerOf(outcome: TakeOutcome): Answer {
  switch (outcome.kind) {
    case 'taken':
    case 'confirmed':
    case 'unsubscribed':
    case 'quarantined':
    case 'deferred':
      return { status: 200 };
    case 'unavailable':
      return {
        status: 503,
        code: outcome.code,
        title: 'The message cannot be taken now',
        detail: 'Nothing of it is kept. Deliver it again.',
        problems: [],
      };
    case 'untrusted':
      return {
        status: 403,
        code: outcome.code,
        title: 'The message is not trusted',
        detail:
          'It is not signed by SNS for a topic that this service listens to (SNS_TOPIC_ARNS). Nothing of it is kept.',
        problems: [],
      };
    case 'malformed':
      return {
        status: 400,
        code: outcome.code,
        title: 'The body is not an SNS message',
        detail:
          'Expected the JSON envelope of SNS. Raw message delivery is not signed: switch it off for HTTPS subscriptions.',
        problems: outcome.problems,
      };
  }
}
