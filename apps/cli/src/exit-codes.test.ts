import { HistoryApiError } from '@refill/history-client';
import { ConfigError } from '@refill/service/config';
import { CliError } from './cli-error';
import { errorText } from './error-text';
import { EXIT_CODES, exitCodeOf } from './exit-codes';

function refused(status: number): HistoryApiError {
  return new HistoryApiError(
    {
      status,
      code: 'HISTORY_X',
      type: 'urn:x',
      title: 'A title',
      detail: 'A detail',
      instance: null,
      errors: [{ path: 'limit', expected: 'a number' }],
      retryAfterMs: null,
    },
    'GET /v1/orders',
  );
}

it.each([
  [400, EXIT_CODES.usage],
  [401, EXIT_CODES.refused],
  [403, EXIT_CODES.refused],
  [404, EXIT_CODES.notFound],
  [409, EXIT_CODES.conflict],
  [500, EXIT_CODES.failed],
  [503, EXIT_CODES.unreachable],
])('for an answer of %d is %d', (status, code) => {
  expect(exitCodeOf(refused(status))).toBe(code);
});

it.each([
  [new CliError('CLI_TOKEN_MISSING', 'none', EXIT_CODES.refused), EXIT_CODES.refused],
  [new ConfigError(['X: wrong']), EXIT_CODES.usage],
  [new Error('a bug'), EXIT_CODES.failed],
  ['no error at all', EXIT_CODES.failed],
])('for %s is %d', (error, code) => {
  expect(exitCodeOf(error)).toBe(code);
});

it('tells in one line what went wrong and what to do', () => {
  expect(errorText(refused(403))).toBe(
    'HISTORY_X: A title. A detail. limit: a number. This needs HISTORY_WRITE_TOKEN',
  );
});
