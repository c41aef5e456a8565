/** What one check of the doctor found. */
export interface Finding {
  /** What was looked at: `PostgreSQL`, `search attributes`. */
  readonly check: string;
  /** `warning`: works, but not for ever or not safely; `skipped`: could not be looked at, `detail` says why. */
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What is so, in one line; no passwords, tokens or addresses of customers. */
  readonly detail: string;
  /** What to do, in one or two sentences; `null` when nothing has to be done. */
  readonly mend: string | null;
}

/** A check that found nothing wrong. */
export function fine(check: string, detail: string): Finding {
  return { check, state: 'ok', detail, mend: null };
}

/** A check that found something to be mended. */
export function wrong(check: string, detail: string, mend: string): Finding {
  return { check, state: 'failed', detail, mend };
}

/** A check that found something that works now, but should be looked at. */
export function doubtful(check: string, detail: string, mend: string): Finding {
  return { check, state: 'warning', detail, mend };
}

/** A check that could not be made. */
export function skipped(check: string, detail: string): Finding {
  return { check, state: 'skipped', detail, mend: null };
}
