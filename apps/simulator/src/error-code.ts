/**
 * The system's code of an error (`ENOENT`, `ECONNREFUSED`), its own or that of its cause; `null` without one.
 * By its shape, not its class: errors of Node's core are of another realm under Jest.
 */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? errorCode(error.cause) : null;
}
