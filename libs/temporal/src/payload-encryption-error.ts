/** What keeps an encrypted payload from being read. */
export type PayloadEncryptionCode =
  /** It was encrypted with a key that is not listed here: add that key to `TEMPORAL_ENCRYPTION_KEYS`. */
  | 'TEMPORAL_PAYLOAD_KEY_UNKNOWN'
  /** It is not what was encrypted with that key: it was changed, or the key is another one of the same id. */
  | 'TEMPORAL_PAYLOAD_UNREADABLE';

/**
 * An encrypted payload that cannot be read. Holds the key's id at most, nothing of what is inside.
 *
 * In a worker it fails the workflow task, not the workflow: once the key is there, the order goes on.
 */
export class PayloadEncryptionError extends Error {
  override readonly name = 'PayloadEncryptionError';

  /** @param detail what was wrong and what to do, free of the payload's data */
  constructor(
    readonly code: PayloadEncryptionCode,
    detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}
