import type { ApiContext } from '../api-context';
import type { PageTokens } from './page-session';

/** What the pages work with: what the API works with, and the tokens to sign in with. */
export interface PageContext extends ApiContext {
  readonly tokens: PageTokens;
}
