const { describe, expect, it } = require('@jest/globals');

/** A suite as it stands in Jest's JSON results. */
const suite = (parts) => ({ name: 'a.test.ts', status: 'passed', assertionResults: [], ...parts });

describe('failureReport', () => {
  it('names each failed test with the beginning of what went wrong', async () => {
    const { failureReport } = await import('./test-totals.mjs');
    const failed = {
      status: 'failed',
      fullName: 'adds up',
      failureMessages: ['\u001B[31mError: 3\u001B[0m\n    at b\n    at c'],
    };
    const passed = { status: 'passed', fullName: 'goes on', failureMessages: [] };
    const report = failureReport(
      { testResults: [suite({ status: 'failed', assertionResults: [passed, failed] })] },
      { linesEach: 2 },
    );
    expect(report).toBe('FAILED: adds up\n    Error: 3\n        at b');
  });

  it('names a suite that could not run, and nothing when all passed', async () => {
    const { failureReport } = await import('./test-totals.mjs');
    const broken = suite({ status: 'failed', message: 'no such module' });
    expect(failureReport({ testResults: [broken, suite({})] })).toBe(
      'FAILED: a.test.ts\n    no such module',
    );
    expect(failureReport({ testResults: [suite({})] })).toBe('');
  });
});
