import type { ApiContext } from '../api-context';
import type { PageTokens } from './page-session';

/** What the pages work with besides what the API works with. */
export interface PageContext extends ApiContext {
  /** The tokens to sign in with. */
  readonly tokens: PageTokens;
  /** `HISTORY_URL`: where browsers find the pages; `null` where nobody said. */
  readonly publicUrl: URL | null;
}
