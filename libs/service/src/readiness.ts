import { failureWords } from './failure-words';

/** Whether one thing a service needs is there. */
export interface ReadinessCheck {
  readonly ok: boolean;
  /** What is wrong, without data of the environment such as addresses or passwords; `null` when nothing is. */
  readonly detail: string | null;
}

/**
 * What a check found that is no failure, or why it failed, in words for `/readyz`: no addresses, no data.
 *
 * A check returns it (ready, with this detail) or throws it (not ready, with this detail).
 */
export class ReadinessDetail extends Error {
  /**
   * @param detail for example `1 message waits for Temporal`; cut off after 200 characters
   */
  constructor(readonly detail: string) {
    super(detail.slice(0, 200));
    this.name = 'ReadinessDetail';
  }
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
      check().then((found): ReadinessCheck => ({
        ok: true,
        detail: found instanceof ReadinessDetail ? found.message : null,
      })),
      new Promise<ReadinessCheck>((resolve) => {
        timer = setTimeout(() => {
          resolve({ ok: false, detail: `no answer within ${String(timeoutMs)} ms` });
        }, timeoutMs);
      }),
    ]);
  } catch (error) {
    const detail = error instanceof ReadinessDetail ? error.message : failureWords(error);
    return { ok: false, detail };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs all checks side by side; a check fails when it throws or takes longer than the timeout.
 *
 * Details are those of a `ReadinessDetail`; of any other error only the kind of failure is told.
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
