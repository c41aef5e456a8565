/** The code that Node and drivers put on their errors, such as `ECONNREFUSED`, `28P01` or gRPC's `14`. */
export function errorCode(error: unknown): string | number | undefined {
  // No `instanceof`: errors of Node itself aren't of this realm in tests.
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' || typeof code === 'number' ? code : undefined;
}
