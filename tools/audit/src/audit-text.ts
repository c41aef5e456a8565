import type { AuditDecision, Finding, Verdict } from './audit-decision';

const titles: Readonly<Record<Verdict, string>> = {
  'must-be-fixed': 'To be fixed (high or critical, and there is a fix):',
  excepted: 'Excepted for now, see tools/audit/exceptions.json:',
  'no-fix': 'High or critical, but there is no fix yet:',
  minor: 'Moderate or less:',
};

function fixText({ fixAvailable }: Finding): string {
  if (fixAvailable === false) return 'no fix';
  if (fixAvailable === true) return 'fix: npm audit fix';
  const { name, version, isSemVerMajor } = fixAvailable;
  return `fix: ${name}@${version}${isSemVerMajor ? ' (another major version)' : ''}`;
}

function findingLines(finding: Finding): readonly string[] {
  const head = `  ${finding.severity.padEnd(8)} ${finding.package}: ${fixText(finding)}`;
  const advisories = [...finding.advisories].map(
    ([id, { name, range, title }]) => `           ${id} ${name} ${range}: ${title}`,
  );
  return [head, ...advisories];
}

/** What a decision is shown as, line by line; the last one sums it up. */
export function auditText(decision: AuditDecision, dependencies: number): readonly string[] {
  const verdicts = ['must-be-fixed', 'excepted', 'no-fix', 'minor'] as const;
  const count = (verdict: Verdict): number =>
    decision.findings.filter((finding) => finding.verdict === verdict).length;
  const parts = verdicts.flatMap((verdict) => {
    const findings = decision.findings.filter((finding) => finding.verdict === verdict);
    return findings.length === 0 ? [] : [titles[verdict], ...findings.flatMap(findingLines)];
  });
  return [
    ...parts,
    ...decision.expired.map(
      ({ advisory, expires }) => `Exception ${advisory} expired on ${expires}.`,
    ),
    ...decision.unused.map(
      ({ advisory }) => `Exception ${advisory} is for nothing here: remove it.`,
    ),
    `${String(dependencies)} packages audited: ${String(count('must-be-fixed'))} to be fixed, ` +
      `${String(count('excepted'))} excepted, ${String(count('no-fix'))} without a fix, ` +
      `${String(count('minor'))} minor.`,
  ];
}
