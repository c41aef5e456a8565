/** The bench can't do what it was asked for; the message alone says what to change. */
export class CannotBeginError extends Error {
  override readonly name = 'CannotBeginError';
}
