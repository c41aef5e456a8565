// What npm test and .ci/run say last.
import { stripVTControlCharacters } from 'node:util';

/** The totals line for Jest's JSON results; a suite that could not run counts as one failed test. */
export function totalsLine(results) {
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const skipped = results.numPendingTests + results.numTodoTests;
  const parts = [`${results.numPassedTests} passed`, `${failed} failed`];
  if (skipped > 0) parts.push(`${skipped} skipped`);
  return parts.join(', ');
}

/** The failed tests of Jest's JSON results, each with the beginning of what went wrong; empty when none failed. */
export function failureReport(results, { linesEach = 12 } = {}) {
  const failures = [];
  for (const suite of results.testResults ?? []) {
    const failed = suite.assertionResults.filter(({ status }) => status === 'failed');
    for (const test of failed) {
      failures.push({ name: test.fullName, message: test.failureMessages.join('\n') });
    }
    if (suite.status === 'failed' && failed.length === 0) {
      failures.push({ name: suite.name, message: suite.message });
    }
  }
  return failures
    .map(({ name, message }) => {
      const lines = stripVTControlCharacters(message).split('\n');
      return [`FAILED: ${name}`, ...lines.slice(0, linesEach).map((line) => `    ${line}`)].join(
        '\n',
      );
    })
    .join('\n');
}
