import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Finding, fine, skipped, wrong } from './finding';

/** The services that can say whether their settings are right. */
const SERVICES = ['ingestion', 'worker', 'history'] as const;

/** How long a service may take to read its settings, in ms. */
const TIMEOUT_MS = 20_000;

/** Lets each service read its own settings, and say what is wrong with them. */
export async function checkSettings(env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  return await Promise.all(SERVICES.map((service) => checkService(service, env)));
}

async function checkService(service: string, env: NodeJS.ProcessEnv): Promise<Finding> {
  const check = `settings of ${service}`;
  // Other programs: apps don't import apps.
  const main = path.join(__dirname, `../../../${service}/dist/main.js`);
  if (!existsSync(main)) return skipped(check, 'the service is not built here: npm run build');
  const { code, said } = await run(main, env);
  if (code === 0) return fine(check, 'all variables can be read');
  // A service names the variables that are wrong, never what stands there.
  const problems = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('CONFIG_INVALID'));
  return wrong(
    check,
    problems.join('; ') || `it ended with ${String(code)}`,
    'Correct these environment variables; docs/operations.md explains each.',
  );
}

async function run(
  main: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number | null; readonly said: string }> {
  return await new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [main, '--check-config'],
      { env, timeout: TIMEOUT_MS },
      (_error, stdout, stderr) => {
        resolve({ code: child.exitCode, said: `${stdout}${stderr}` });
      },
    );
  });
}
