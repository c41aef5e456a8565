import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';

/** The user and group a program runs as. */
export interface ProcessIdentity {
  readonly uid: number;
  readonly gid: number;
}

function identityOf(user: string): ProcessIdentity | undefined {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: 'pipe' }).trim());
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/**
 * Tells whom PostgreSQL has to run as: `undefined` (as ourselves) unless this process is root.
 *
 * PostgreSQL refuses to run as root. Then it runs as the owner of the data directory when there is one already,
 * else as `postgres`, else as `nobody`: no user is added to the machine.
 * @throws Error with the code `POSTGRES_NO_USER` when this process is root and none of them exists.
 */
export function postgresIdentity(dataDirectory: string): ProcessIdentity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = fs.statSync(dataDirectory, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const identity = identityOf('postgres') ?? identityOf('nobody');
  if (identity === undefined) {
    throw new Error(
      'POSTGRES_NO_USER: PostgreSQL refuses to run as root, and there is neither a user "postgres" nor "nobody". ' +
        'Add one (useradd --system postgres), or run this as another user.',
    );
  }
  return identity;
}

/** Tells whether that user can reach a file or folder through all folders above it. */
export function canReach(file: string, identity: ProcessIdentity): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -x "$0"', file], { ...identity, cwd: '/' }).status === 0;
}
