// A short report for logs, which programs and people skim: progress now and then, each failure at once, why tests are skipped.
const { writeSync } = require('node:fs');

/** Where npm test listens; Jest's own report goes to a file. */
const REPORT_FD = 3;
const FILES_BETWEEN = 20;

module.exports = class ProgressReporter {
  onTestResult(_test, result, { numTotalTestSuites, testResults, numFailedTests }) {
    for (const { type, message } of result.console ?? []) {
      if (type === 'warn') say(message);
    }
    if (result.failureMessage) say(`FAIL ${result.testFilePath}\n${result.failureMessage}`);
    const done = testResults.length;
    if (done % FILES_BETWEEN === 0 || done === numTotalTestSuites) {
      say(`${done} of ${numTotalTestSuites} test files, ${numFailedTests} tests failed`);
    }
  }
};

function say(text) {
  writeSync(REPORT_FD, `${text}\n`);
}
