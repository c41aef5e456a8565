import { decideAudit } from './audit-decision';
import { AuditExceptionsError, readExceptions } from './audit-exceptions';
import type { AuditOutcome } from './audit-report';
import { auditText } from './audit-text';

/** What the command works with. */
export interface AuditCommandOptions {
  /** Asks npm. */
  readonly audit: () => Promise<AuditOutcome>;
  /** The content of the list of exceptions. */
  readonly exceptions: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Whether an audit that nobody answers is a failure. */
  readonly required: boolean;
  /** Writes a line. */
  readonly write: (line: string) => void;
}

/** Nothing has to be fixed, or the registry does not answer audits. */
export const EXIT_PASSED = 0;
/** A vulnerability has to be fixed. */
export const EXIT_FINDINGS = 1;
/** The audit could not be done for a reason on our side. */
export const EXIT_BROKEN = 2;
/** The registry does not answer audits, but `--require` was given. */
export const EXIT_UNANSWERED = 3;

/**
 * Audits the dependencies, writes what was found, and returns the exit code:
 * 0 passed or not answered, 1 to be fixed, 2 broken on our side, 3 not answered though `--require` was given.
 */
export async function auditCommand(options: AuditCommandOptions): Promise<number> {
  const { today, write } = options;
  let exceptions;
  try {
    exceptions = readExceptions(options.exceptions, today);
  } catch (error) {
    if (!(error instanceof AuditExceptionsError)) throw error;
    write(error.message);
    return EXIT_BROKEN;
  }
  const outcome = await options.audit();
  switch (outcome.kind) {
    case 'unanswered':
      write(`NOT AUDITED: this npm registry does not answer audits (${outcome.reason}).`);
      return options.required ? EXIT_UNANSWERED : EXIT_PASSED;
    case 'broken':
      write(`AUDIT_BROKEN: ${outcome.reason}`);
      return EXIT_BROKEN;
    case 'report': {
      const { report } = outcome;
      const decision = decideAudit(report, exceptions, today);
      for (const line of auditText(decision, report.metadata.dependencies.total)) write(line);
      return decision.fails ? EXIT_FINDINGS : EXIT_PASSED;
    }
  }
}
