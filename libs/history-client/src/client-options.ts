import { HistoryArgumentError } from './history-client-error';
import { LONGEST_TIME_LIMIT_MS } from './time-limit';

/** How to reach a history service. */
export interface HistoryClientOptions {
  /** Where it is, with the path before `/v1` if there is one: `https://refill.example/history`. */
  readonly baseUrl: string | URL;
  /** `HISTORY_READ_TOKEN` or `HISTORY_WRITE_TOKEN` of the service. */
  readonly token: string;
  /** Used in place of the global `fetch`, for a proxy or for tests. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** How long one attempt may take until its answer is read, in ms; 30,000 by default. */
  readonly timeoutMs?: number | undefined;
  /** How often a request that may be repeated is sent again at most; 3 by default, 0 to 10. */
  readonly retries?: number | undefined;
}

/** Options that were checked. */
export interface CheckedOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
  readonly retries: number;
}

/**
 * Checks the options and puts in what is left out.
 * @throws HistoryArgumentError which names what is wrong, without its value
 */
export function checkOptions(options: HistoryClientOptions): CheckedOptions {
  const { token, timeoutMs = 30_000, retries = 3 } = options;
  // Else fetch would throw an error that quotes it. Source: RFC 6750, section 2.1, and some more.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw invalid('token: expected visible ASCII characters and no spaces');
  }
  if (!(timeoutMs > 0 && timeoutMs <= LONGEST_TIME_LIMIT_MS)) {
    throw invalid('timeoutMs: expected a number of milliseconds above 0');
  }
  if (!(Number.isInteger(retries) && retries >= 0 && retries <= 10)) {
    throw invalid('retries: expected a whole number from 0 to 10');
  }
  return {
    baseUrl: checkBaseUrl(options.baseUrl),
    token,
    // Looked up at each call: programs and tests replace the global one.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs,
    retries,
  };
}

function checkBaseUrl(baseUrl: string | URL): string {
  const url = URL.canParse(String(baseUrl)) ? new URL(baseUrl) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw invalid('baseUrl: expected an address with http:// or https://');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw invalid('baseUrl: expected no user, password, query or fragment');
  }
  return url.href.replace(/\/+$/, '');
}

function invalid(message: string): HistoryArgumentError {
  return new HistoryArgumentError(message, 'OPTIONS');
}
