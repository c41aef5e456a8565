import { decideAudit } from './audit-decision';
import type { AuditException } from './audit-exceptions';
import type { AuditReport } from './audit-report';
import { recordedReport } from './test-support/recorded-audit';

const today = '2026-11-23';

function excepted(advisory: string, expires = today): AuditException {
  return { advisory, expires, reason: 'Reviewed: it does no harm here.' };
}

function verdicts(report: AuditReport, exceptions: readonly AuditException[] = []) {
  const { findings } = decideAudit(report, exceptions, today);
  return Object.fromEntries(findings.map(({ package: name, verdict }) => [name, verdict]));
}

describe('decideAudit', () => {
  it('judges by severity and by whether there is a fix', () => {
    expect(verdicts(recordedReport())).toEqual({
      // `fixAvailable: true`
      lodash: 'must-be-fixed',
      // An object: by another version of a direct dependency.
      minimist: 'must-be-fixed',
      mkdirp: 'must-be-fixed',
      xlsx: 'no-fix',
      request: 'minor',
    });
    expect(decideAudit(recordedReport(), [], today).fails).toBe(true);
  });

  it('passes when nothing grave can be fixed', () => {
    const report = recordedReport((changed) => {
      const { xlsx, request } = changed.vulnerabilities;
      if (xlsx === undefined || request === undefined) throw new Error('not in the recording');
      changed.vulnerabilities = { xlsx, request };
    });
    expect(decideAudit(report, [], today).fails).toBe(false);
  });

  it('finds the advisories behind a package that only depends on a vulnerable one', () => {
    const { findings } = decideAudit(recordedReport(), [], today);
    const mkdirp = findings.find((finding) => finding.package === 'mkdirp');
    expect([...(mkdirp?.advisories.keys() ?? [])]).toEqual([
      'GHSA-xvch-5gv4-984h',
      'GHSA-vh95-rmgr-6w4m',
    ]);
  });

  it('ends where packages depend on each other in a circle', () => {
    const report = recordedReport(({ vulnerabilities }) => {
      vulnerabilities['minimist']?.via.push('mkdirp');
    });
    expect(verdicts(report)).toMatchObject({ minimist: 'must-be-fixed', mkdirp: 'must-be-fixed' });
  });

  it('excepts a package and what depends on it when all that is grave is excepted', () => {
    const exceptions = [excepted('GHSA-xvch-5gv4-984h')];
    expect(verdicts(recordedReport(), exceptions)).toMatchObject({
      // The moderate advisory of the same package needs no exception.
      minimist: 'excepted',
      mkdirp: 'excepted',
      lodash: 'must-be-fixed',
    });
    const all = [...exceptions, excepted('GHSA-35jh-r3h4-6jhm')];
    expect(decideAudit(recordedReport(), all, today).fails).toBe(false);
  });

  it('does not except a package with another grave advisory', () => {
    const report = recordedReport(({ vulnerabilities }) => {
      vulnerabilities['mkdirp']?.via.push('lodash');
    });
    const exceptions = [excepted('GHSA-xvch-5gv4-984h')];
    expect(verdicts(report, exceptions)).toMatchObject({ mkdirp: 'must-be-fixed' });
  });

  it('does not except what it cannot name', () => {
    const report = recordedReport(({ vulnerabilities }) => {
      const lodash = vulnerabilities['lodash'];
      if (lodash !== undefined) lodash.via = ['not-in-the-report'];
    });
    expect(verdicts(report, [excepted('GHSA-35jh-r3h4-6jhm')])).toMatchObject({
      lodash: 'must-be-fixed',
    });
  });

  it('lets an exception hold on its last day and no longer', () => {
    const on = decideAudit(recordedReport(), [excepted('GHSA-35jh-r3h4-6jhm', today)], today);
    expect(on.expired).toEqual([]);
    const late = excepted('GHSA-35jh-r3h4-6jhm', '2026-11-22');
    const after = decideAudit(recordedReport(), [late], today);
    expect(after.expired).toEqual([late]);
    expect(verdicts(recordedReport(), [late])).toMatchObject({ lodash: 'must-be-fixed' });
  });

  it('tells exceptions that are for nothing', () => {
    const exception = excepted('GHSA-aaaa-bbbb-cccc');
    expect(decideAudit(recordedReport(), [exception], today).unused).toEqual([exception]);
  });
});
