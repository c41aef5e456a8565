/**
 * The code of whatever was thrown, such as `ECONNREFUSED`, or that of its cause; else its name.
 *
 * Without `instanceof`: under Jest the errors of Node itself are not of this realm's `Error`.
 */
export function errorCodeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  const code = 'cause' in error ? errorCodeOf(error.cause) : null;
  if (code !== null) return code;
  return 'name' in error && typeof error.name === 'string' ? error.name : null;
}
