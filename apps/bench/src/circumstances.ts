import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { z } from 'zod';

/** What something was measured with. */
export interface Circumstances {
  readonly at: string;
  readonly machine: { readonly cores: number; readonly loadBefore: number };
  readonly versions: { readonly node: string; readonly temporalSdk: string };
}

/** Tells when, on what machine and with which versions something begins to be measured. */
export function circumstances(): Circumstances {
  return {
    at: new Date().toISOString(),
    machine: { cores: cpus().length, loadBefore: loadavg()[0] ?? 0 },
    versions: { node: process.version, temporalSdk: versionOf('@temporalio/worker') },
  };
}

function versionOf(name: string): string {
  const text = readFileSync(require.resolve(`${name}/package.json`), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
