const ATTEMPTS = 4;

/**
 * Starts a server of the SDK's test environment, again where the machine was too busy: the SDK gives it 5 s to listen.
 * @param start such as `() => TestWorkflowEnvironment.createLocal()`
 */
export async function patientStart<Environment>(
  start: () => Promise<Environment>,
): Promise<Environment> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      const tooSlow = error instanceof Error && error.message.includes('did not start within');
      if (!tooSlow || attempt === ATTEMPTS) throw error;
    }
  }
}
