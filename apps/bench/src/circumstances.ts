import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { z } from 'zod';

/** What something was measured with. */
export interface Circumstances {
  readonly at: string;
  /** The commit of Refill, with `-dirty` where files differ from it; `null` outside of a repository. */
  readonly commit: string | null;
  readonly machine: { readonly cores: number; readonly loadBefore: number };
  readonly versions: { readonly node: string; readonly temporalSdk: string };
}

/** Tells when, on what machine and with which versions something begins to be measured. */
export function circumstances(): Circumstances {
  return {
    at: new Date().toISOString(),
    commit: commit(),
    machine: { cores: cpus().length, loadBefore: loadavg()[0] ?? 0 },
    versions: { node: process.version, temporalSdk: versionOf('@temporalio/worker') },
  };
}

function commit(): string | null {
  const args = ['describe', '--always', '--dirty', '--abbrev=40', '--exclude', '*'];
  const { status, stdout } = spawnSync('git', args, { cwd: __dirname, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

function versionOf(name: string): string {
  const text = readFileSync(require.resolve(`${name}/package.json`), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
