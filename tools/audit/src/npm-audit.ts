import { spawn } from 'node:child_process';
import { type AuditOutcome, readAuditOutput } from './audit-report';

/**
 * Runs `npm audit --json` over the lockfile of a folder, development dependencies included: they build what we ship.
 * @param folder where package-lock.json is
 * @param command the npm to run; `npm` by default
 * @param timeoutMs how long npm may take, in ms: a registry that does not answer must not hold the build up
 */
export async function npmAudit(
  folder: string,
  command = 'npm',
  timeoutMs = 120_000,
): Promise<AuditOutcome> {
  const child = spawn(
    command,
    [
      'audit',
      '--json',
      '--package-lock-only',
      '--include=dev',
      '--fetch-retries=1',
      '--fetch-timeout=30000',
    ],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: process.platform === 'win32',
      signal: AbortSignal.timeout(timeoutMs),
    },
  );
  const output: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => output.push(part));
  return await new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(
        error.name === 'AbortError'
          ? { kind: 'unanswered', reason: `no answer within ${String(timeoutMs / 1_000)} s` }
          : { kind: 'broken', reason: `npm cannot be run: ${error.message}` },
      );
    });
    child.once('close', () => {
      resolve(readAuditOutput(Buffer.concat(output).toString('utf8')));
    });
  });
}
