import { TEST_TOKENS, type TestHistory } from '../../test-history';

/** What a browser without scripts sees of an answer. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/** Somebody with a browser without scripts who signed in. */
export interface Visitor {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Seen>;
  /** Sends a form as the page before had it, with its token unless the fields or headers say otherwise. */
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Seen>;
}

/** Signs in with a token of the test's service; `null` for somebody who does not. */
export async function visit(
  history: Pick<TestHistory, 'url'>,
  role: keyof typeof TEST_TOKENS | null,
): Promise<Visitor> {
  let cookie = '';
  let csrf = '';
  const ask = async (
    path: string,
    init: { readonly method?: string; readonly body?: string },
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Seen> => {
    const response = await fetch(`${history.url}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { ...headers, cookie },
    });
    const set = response.headers.getSetCookie()[0];
    if (set !== undefined) cookie = set.split(';', 1)[0] ?? '';
    const html = await response.text();
    csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? csrf;
    return { status: response.status, headers: response.headers, html };
  };
  const visitor: Visitor = {
    get: (path, headers) => ask(path, {}, headers),
    post: (path, fields, headers = {}) =>
      ask(
        path,
        { method: 'POST', body: new URLSearchParams({ csrf, ...fields }).toString() },
        { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      ),
  };
  if (role !== null) {
    await visitor.post('/sign-in', { token: TEST_TOKENS[role] });
    await visitor.get('/devices');
  }
  return visitor;
}
