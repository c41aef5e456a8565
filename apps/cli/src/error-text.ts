import { HistoryApiError, HistoryClientError } from '@refill/history-client';
import { ConfigError } from '@refill/service/config';
import { CliError } from './cli-error';

/** An error in one line with what to do next; the stack of a bug. */
export function errorText(error: unknown): string {
  if (error instanceof HistoryApiError) return apiErrorText(error);
  if (error instanceof HistoryClientError) {
    const advice = ADVICE.get(error.code);
    return advice === undefined ? error.message : `${error.message}. ${advice}`;
  }
  if (error instanceof CliError || error instanceof ConfigError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const ADVICE: ReadonlyMap<string, string> = new Map([
  [
    'HISTORY_CLIENT_NETWORK',
    'Is the history service running there? Start it with "npm start", or name another with --url or REFILL_URL.',
  ],
  ['HISTORY_CLIENT_TIMEOUT', 'The history service is too slow or stuck: see its /readyz.'],
  [
    'HISTORY_CLIENT_ANSWER_UNEXPECTED',
    'Is --url the address of a history service of about this version?',
  ],
]);

function apiErrorText({ code, status, title, detail, errors }: HistoryApiError): string {
  const wrong = errors.map(({ path, expected }) => `${path}: ${expected}`).join('; ');
  const parts = [`${code}: ${title}`, detail, wrong === '' ? null : wrong, adviceFor(status)];
  return parts.filter((part) => part !== null).join('. ');
}

function adviceFor(status: number): string | null {
  if (status === 401) return 'Name the right token with --token or REFILL_TOKEN';
  if (status === 403) return 'This needs HISTORY_WRITE_TOKEN';
  return null;
}
