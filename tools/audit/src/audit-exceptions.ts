import { z } from 'zod';

/** An exception has to be looked at again at least once a year, in days. */
const LONGEST_DAYS = 366;

const file = z.strictObject({
  exceptions: z.array(
    z.strictObject({
      /** The id in the advisory's URL. */
      advisory: z
        .string()
        .regex(/^GHSA(-[0-9a-z]{4}){3}$/, 'expected an id such as GHSA-xxxx-xxxx-xxxx'),
      /** Why it does no harm here, or why its fix can't be taken. */
      reason: z.string().min(20, 'expected a sentence'),
      /** The last day on which it holds, `YYYY-MM-DD`. */
      expires: z.iso.date('expected a day such as 2027-01-31'),
    }),
  ),
});

/** An advisory that somebody reviewed and that does not fail the audit until the day named. */
export type AuditException = z.output<typeof file>['exceptions'][number];

/** The list of exceptions cannot be used; carries the code `AUDIT_EXCEPTIONS_INVALID`. */
export class AuditExceptionsError extends Error {
  /** Stable code, see docs/errors.md. */
  readonly code = 'AUDIT_EXCEPTIONS_INVALID';

  constructor(problem: string) {
    super(`AUDIT_EXCEPTIONS_INVALID: ${problem}`);
    this.name = 'AuditExceptionsError';
  }
}

/**
 * Reads the list of exceptions.
 * @param text the file's content
 * @param today `YYYY-MM-DD`
 * @throws AuditExceptionsError when it is no such list, names one twice, or has one that holds for over a year
 */
export function readExceptions(text: string, today: string): readonly AuditException[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new AuditExceptionsError('the file is not valid JSON');
  }
  const read = file.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new AuditExceptionsError(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { exceptions } = read.data;
  const seen = new Set<string>();
  const latest = new Date(Date.parse(today) + LONGEST_DAYS * 86_400_000).toISOString().slice(0, 10);
  for (const { advisory, expires } of exceptions) {
    if (seen.has(advisory)) throw new AuditExceptionsError(`${advisory} is there twice`);
    seen.add(advisory);
    if (expires > latest) {
      throw new AuditExceptionsError(`${advisory} holds for more than a year; look at it sooner`);
    }
  }
  return exceptions;
}
