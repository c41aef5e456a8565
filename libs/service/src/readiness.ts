/** Whether one thing a service needs is there. */
export interface ReadinessCheck {
  readonly ok: boolean;
  /** What is wrong, without data of the environment such as addresses or passwords; `null` when nothing is. */
  readonly detail: string | null;
}

/** Whether all a service needs is there, by name. */
export interface ReadinessReport {
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
}

/** Tells whether all checks of a report passed. */
export function isReady(report: ReadinessReport): boolean {
  return Object.values(report.checks).every((check) => check.ok);
}

async function runCheck(check: () => Promise<unknown>, timeoutMs: number): Promise<ReadinessCheck> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      check().then((): ReadinessCheck => ({ ok: true, detail: null })),
      new Promise<ReadinessCheck>((resolve) => {
        timer = setTimeout(() => {
          resolve({ ok: false, detail: `no answer within ${String(timeoutMs)} ms` });
        }, timeoutMs);
      }),
    ]);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    const name = error instanceof Error ? error.name : 'failed';
    return { ok: false, detail: `${name}${code}` };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs all checks side by side; a check fails when it throws or takes longer than the timeout.
 * @param timeoutMs for each check, in ms; 2,000 by default
 */
export async function runReadinessChecks(
  checks: Readonly<Record<string, () => Promise<unknown>>>,
  timeoutMs = 2_000,
): Promise<ReadinessReport> {
  const entries = Object.entries(checks).map(
    async ([name, check]) => [name, await runCheck(check, timeoutMs)] as const,
  );
  return { checks: Object.fromEntries(await Promise.all(entries)) };
}
