import * as fs from 'node:fs';
import * as path from 'node:path';
import { cachedProgram, type Progress, type WayToInstall } from './cached-program';
import { programOnPath } from './program-on-path';
import { runProgram } from './run-program';
import { downloadBySdk } from './sdk-download';
import { userCacheFolder } from './user-cache';

/** The Temporal CLI that is installed when there is none; 1.9.1 cannot be built by `go install` (measured). */
export const temporalCliVersion = '1.5.1';

/** Where a Temporal server comes from. */
export type TemporalSource =
  | { readonly kind: 'remote'; readonly address: string }
  | {
      readonly kind: 'executable';
      readonly path: string;
      readonly from: 'path' | 'cache-or-install';
    };

const buildTimeoutMs = 20 * 60_000;

function bySdk(): WayToInstall {
  return {
    name: `downloading Temporal ${temporalCliVersion} by the SDK`,
    install: async (folder) => {
      const result = await downloadBySdk('dev-server', `v${temporalCliVersion}`, folder);
      if (result.ok) fs.renameSync(result.file, path.join(folder, 'temporal'));
      return result;
    },
  };
}

/** Builds the Temporal CLI with Go, its modules and compiled packages going where the user's Go keeps them. */
export function installByGo(env: NodeJS.ProcessEnv): WayToInstall {
  return {
    name: `building Temporal ${temporalCliVersion} with Go (3 to 6 minutes, once)`,
    install: async (folder, progress) => {
      const go = programOnPath('go', env);
      if (go === undefined) return { ok: false, reason: 'go is not on PATH' };
      const result = await runProgram(
        go,
        ['install', `github.com/temporalio/cli/cmd/temporal@v${temporalCliVersion}`],
        {
          env: { ...env, GOBIN: folder },
          timeoutMs: buildTimeoutMs,
          onTick: (seconds) => {
            progress(`building Temporal ${temporalCliVersion} with Go: ${String(seconds)} s`);
          },
        },
      );
      return result.code === 0 ? { ok: true } : { ok: false, reason: result.output };
    },
  };
}

/**
 * Finds a Temporal server for this machine; `TEMPORAL_ADDRESS` first, then `temporal` on PATH, then the user's cache,
 * which is filled by the SDK's download or by `go install`.
 * @param ways how to fill the cache; only tests pass their own
 * @throws Error with the code `TEMPORAL_NOT_FOUND` that says what was tried and what to do
 */
export async function findTemporal(
  env: NodeJS.ProcessEnv,
  progress: Progress,
  ways: readonly WayToInstall[] = [bySdk(), installByGo(env)],
): Promise<TemporalSource> {
  const address = env['TEMPORAL_ADDRESS'];
  if (address !== undefined && address !== '') return { kind: 'remote', address };

  const onPath = programOnPath('temporal', env);
  if (onPath !== undefined) {
    const { code, output } = await runProgram(onPath, ['--version'], { env, timeoutMs: 10_000 });
    if (code === 0) return { kind: 'executable', path: onPath, from: 'path' };
    progress(`${onPath} does not work (${output.slice(0, 200)}): looking further`);
  }

  const folder = path.join(userCacheFolder(env), 'temporal', temporalCliVersion);
  const result = await cachedProgram(folder, 'temporal', ways, progress);
  if (result.ok) return { kind: 'executable', path: result.file, from: 'cache-or-install' };
  throw new Error(
    [
      'TEMPORAL_NOT_FOUND: there is no Temporal server to start, and none could be installed.',
      ...result.attempts.map((attempt) => `  ${attempt}`),
      'Do one of these and start again:',
      '  install the Temporal CLI so that "temporal" is on PATH (https://docs.temporal.io/cli/setup-cli),',
      '  install Go so that it can be built,',
      '  or set TEMPORAL_ADDRESS to a Temporal server that runs.',
    ].join('\n'),
  );
}
