import * as os from 'node:os';
import * as path from 'node:path';

/** The folder for what is downloaded or built once per user: `$XDG_CACHE_HOME/refill` or `~/.cache/refill`. */
export function userCacheFolder(env: NodeJS.ProcessEnv): string {
  const configured = env['XDG_CACHE_HOME'];
  // The XDG base directory specification: a relative path is to be ignored.
  const base =
    configured !== undefined && path.isAbsolute(configured)
      ? configured
      : path.join(os.homedir(), '.cache');
  return path.join(base, 'refill');
}
