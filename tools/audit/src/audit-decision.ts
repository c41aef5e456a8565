import type { AuditException } from './audit-exceptions';
import type { Advisory, AuditReport, Severity, Vulnerability } from './audit-report';

/** How a vulnerable package is judged. */
export type Verdict =
  /** High or critical, and there is a fix. */
  | 'must-be-fixed'
  /** Would have to be fixed, but all that is behind it is excepted. */
  | 'excepted'
  /** High or critical, and nobody has a fix yet. */
  | 'no-fix'
  /** Moderate or less. */
  | 'minor';

/** A vulnerable package and what is behind it. */
export interface Finding {
  readonly package: string;
  readonly severity: Severity;
  /** Its own advisories and those of what it depends on, by id. */
  readonly advisories: ReadonlyMap<string, Advisory>;
  readonly fixAvailable: Vulnerability['fixAvailable'];
  readonly verdict: Verdict;
}

/** What comes of an audit. */
export interface AuditDecision {
  readonly findings: readonly Finding[];
  readonly fails: boolean;
  /** Exceptions that hold no longer. */
  readonly expired: readonly AuditException[];
  /** Exceptions for which there is nothing any more: to be removed. */
  readonly unused: readonly AuditException[];
}

const grave: ReadonlySet<Severity> = new Set(['high', 'critical']);

/** The id of an advisory in the GitHub Advisory Database, which its URL ends with; npm's number without one. */
function idOf(advisory: Advisory): string {
  return /GHSA(-[0-9a-z]{4}){3}$/.exec(advisory.url)?.[0] ?? String(advisory.source);
}

/** The advisories that make a package vulnerable, through whatever it depends on. */
function advisoriesOf(report: AuditReport, name: string): ReadonlyMap<string, Advisory> {
  const advisories = new Map<string, Advisory>();
  // Packages can depend on each other in a circle.
  const seen = new Set<string>();
  const visit = (visited: string): void => {
    if (seen.has(visited)) return;
    seen.add(visited);
    for (const cause of report.vulnerabilities[visited]?.via ?? []) {
      if (typeof cause === 'string') visit(cause);
      else advisories.set(idOf(cause), cause);
    }
  };
  visit(name);
  return advisories;
}

function verdictOf(
  vulnerability: Vulnerability,
  advisories: ReadonlyMap<string, Advisory>,
  excepted: ReadonlySet<string>,
): Verdict {
  if (!grave.has(vulnerability.severity)) return 'minor';
  const causes = [...advisories].filter(([, { severity }]) => grave.has(severity));
  // Without a cause that is known, there is nothing an exception could be for.
  if (causes.length > 0 && causes.every(([id]) => excepted.has(id))) return 'excepted';
  return vulnerability.fixAvailable === false ? 'no-fix' : 'must-be-fixed';
}

/**
 * Decides on a report of `npm audit`: it fails when a package has a vulnerability of high or critical severity, there is
 * a fix, and no exception holds for all of what is behind it.
 * @param today `YYYY-MM-DD`; an exception holds on its last day
 */
export function decideAudit(
  report: AuditReport,
  exceptions: readonly AuditException[],
  today: string,
): AuditDecision {
  const expired = exceptions.filter(({ expires }) => expires < today);
  const excepted = new Set(
    exceptions.filter(({ expires }) => expires >= today).map(({ advisory }) => advisory),
  );
  const findings = Object.values(report.vulnerabilities).map((vulnerability): Finding => {
    const { name, severity, fixAvailable } = vulnerability;
    const advisories = advisoriesOf(report, name);
    const verdict = verdictOf(vulnerability, advisories, excepted);
    return { package: name, severity, advisories, fixAvailable, verdict };
  });
  const reported = new Set(findings.flatMap(({ advisories }) => [...advisories.keys()]));
  return {
    findings,
    fails: findings.some(({ verdict }) => verdict === 'must-be-fixed'),
    expired,
    unused: exceptions.filter(({ advisory }) => !reported.has(advisory)),
  };
}
