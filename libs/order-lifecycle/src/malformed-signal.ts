import type { ZodError } from 'zod';

/** A note in the history of an order or a device. */
export interface MalformedSignalNote {
  readonly type: 'note';
  readonly key: string;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
  readonly notificationId: null;
  readonly data: { readonly text: string };
}

/**
 * The note of a signal that could not be read; it names the fields, never their values.
 * @param number counts the notes of this run
 * @param occurredAt ISO 8601, UTC
 */
export function malformedSignalNote(
  number: number,
  occurredAt: string,
  error: ZodError,
): MalformedSignalNote {
  const fields = error.issues.map((issue) => issue.path.join('.') || '(payload)').join(', ');
  return {
    type: 'note',
    key: `note:malformed-signal:${String(number)}:${occurredAt}`,
    occurredAt,
    notificationId: null,
    data: { text: `ignored a malformed signal; wrong: ${fields}` },
  };
}
