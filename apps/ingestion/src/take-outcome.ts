/** What became of a notification that was handed on. */
export type RoutedEffect =
  /** Its order or its device has it, durable in Temporal. */
  | 'signalled'
  /** Its order had ended: the history has it as `late-notification`. */
  | 'recorded-late'
  /** The history knew it already. */
  | 'known';

/** A part of a message that is not as it must be; never the value that came. */
export interface MessageProblem {
  readonly path: string;
  readonly expected: string;
}

/** What became of a message, whichever way it came: each transport has its own answer to it. */
export type TakeOutcome =
  | { readonly kind: 'taken'; readonly effect: RoutedEffect }
  /** AWS confirmed the subscription that the message asked us to confirm. */
  | { readonly kind: 'confirmed' }
  /** Somebody unsubscribed us from the topic. */
  | { readonly kind: 'unsubscribed' }
  /** Genuine, but it can't be used: PostgreSQL keeps it until somebody looks. */
  | { readonly kind: 'quarantined'; readonly code: string }
  /** Genuine, but Temporal is down, or something before it waits for Temporal: PostgreSQL keeps it until then. */
  | { readonly kind: 'deferred' }
  /** We can't take it now; it must be delivered again, at best after a while. */
  | { readonly kind: 'unavailable'; readonly code: string; readonly retryAfterSeconds?: number }
  /** It is not from a topic we listen to, or not from SNS at all. */
  | { readonly kind: 'untrusted'; readonly code: string }
  /** It is no SNS message. */
  | {
      readonly kind: 'malformed';
      readonly code: string;
      readonly problems: readonly MessageProblem[];
    };
