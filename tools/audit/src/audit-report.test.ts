import { readAuditOutput } from './audit-report';
import { recordedOutput } from './test-support/recorded-audit';

describe('readAuditOutput', () => {
  it('reads a report', () => {
    const outcome = readAuditOutput(recordedOutput('findings'));
    if (outcome.kind !== 'report') throw new Error(outcome.reason);
    const { lodash, minimist, mkdirp, request } = outcome.report.vulnerabilities;
    expect(lodash?.fixAvailable).toBe(true);
    expect(request?.fixAvailable).toBe(false);
    expect(minimist?.fixAvailable).toEqual({
      name: 'mkdirp',
      version: '3.0.1',
      isSemVerMajor: true,
    });
    expect(mkdirp?.via).toEqual(['minimist']);
    expect(outcome.report.metadata.dependencies.total).toBe(57);
  });

  it.each([
    ['method-not-allowed', '405 Method Not Allowed - POST <address>'],
    ['not-reachable', 'request to <address> failed, reason: connect ECONNREFUSED 192.0.2.1:443'],
  ])('knows a registry that does not answer: %s', (name, reason) => {
    expect(readAuditOutput(recordedOutput(name))).toEqual({ kind: 'unanswered', reason });
  });

  it.each(['ENOAUDIT', 'E403', 'E503', 'ENOTFOUND', 'ECONNRESET', 'ETIMEDOUT'])(
    'takes %s for a registry that does not answer',
    (code) => {
      const output = JSON.stringify({ error: { code, summary: 'no', detail: '' } });
      expect(readAuditOutput(output)).toEqual({ kind: 'unanswered', reason: `${code} no` });
    },
  );

  it.each([
    [
      'no lockfile',
      recordedOutput('no-lockfile'),
      'ENOLOCK This command requires an existing lockfile.',
    ],
    ['nothing', '', 'npm audit printed no JSON'],
    ['text', 'npm error', 'npm audit printed no JSON'],
    [
      'another kind of report',
      '{"auditReportVersion":3,"vulnerabilities":{}}',
      'npm audit printed a report of a kind that is not known here',
    ],
    [
      'the report of npm 6',
      '{"actions":[],"advisories":{}}',
      'npm audit printed a report of a kind that is not known here',
    ],
    ['a list', '[]', 'npm audit printed a report of a kind that is not known here'],
  ])('does not pass for an audit: %s', (_what, output, reason) => {
    expect(readAuditOutput(output)).toEqual({ kind: 'broken', reason });
  });
});
