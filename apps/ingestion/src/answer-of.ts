import type { MessageProblem, TakeOutcome } from './take-outcome';
import { SNS_RAW_DELIVERY, SNS_TOO_MANY_FAILURES } from './take-pushed-message';

/** How SNS is answered. SNS discards for good what gets a 4xx, and delivers again what gets a 5xx. */
export type Answer =
  | { readonly status: 200 }
  | {
      readonly status: 400 | 403 | 503;
      readonly code: string;
      readonly title: string;
      readonly detail: string;
      readonly problems: readonly MessageProblem[];
      /** How long to wait before it is delivered again; `null` when that is of no use. */
      readonly retryAfterSeconds: number | null;
    };

/** What SNS is told to wait; it has its own retry policy, a proxy may heed this. */
const RETRY_AFTER_SECONDS = 5;

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
        detail:
          outcome.code === SNS_TOO_MANY_FAILURES
            ? 'Too many messages from this address were refused of late. Nothing of it is kept. Deliver it again.'
            : 'Nothing of it is kept. Deliver it again.',
        problems: [],
        retryAfterSeconds: outcome.retryAfterSeconds ?? RETRY_AFTER_SECONDS,
      };
    case 'untrusted':
      return {
        status: 403,
        code: outcome.code,
        ...(outcome.code === SNS_RAW_DELIVERY ? rawDelivery : notTrusted),
        problems: [],
        retryAfterSeconds: null,
      };
    case 'malformed':
      return {
        status: 400,
        code: outcome.code,
        title: 'The body is not an SNS message',
        detail:
          'Expected the JSON envelope of SNS. Raw message delivery is not signed: switch it off for HTTPS subscriptions.',
        problems: outcome.problems,
        retryAfterSeconds: null,
      };
  }
}

const notTrusted = {
  title: 'The message is not trusted',
  detail:
    'It is not signed by SNS for a topic that this service listens to (SNS_TOPIC_ARNS). Nothing of it is kept.',
};
const rawDelivery = {
  title: 'Raw message delivery is not accepted',
  detail:
    'A raw message is not signed. Switch RawMessageDelivery off for this HTTPS subscription; over SQS it may be on.',
};
