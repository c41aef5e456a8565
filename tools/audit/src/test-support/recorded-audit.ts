import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { type AuditReport, readAuditOutput } from '../audit-report';

/** What npm printed, from the folder `fixtures`. */
export function recordedOutput(name: string): string {
  return readFileSync(path.join(__dirname, '../../fixtures', `${name}.json`), 'utf8');
}

/** A recorded report, with some of it changed. */
export function recordedReport(
  change: (report: AuditReport) => void = () => undefined,
): AuditReport {
  const outcome = readAuditOutput(recordedOutput('findings'));
  if (outcome.kind !== 'report') throw new Error('the recorded report is none');
  change(outcome.report);
  return outcome.report;
}
