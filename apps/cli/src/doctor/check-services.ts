import { z } from 'zod';
import { type Finding, fine, skipped, wrong } from './finding';

const TIMEOUT_MS = 5_000;

const readiness = z.object({
  checks: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string().nullable() })),
});

/** A service and where it answers. */
interface ServiceAddress {
  readonly name: string;
  readonly url: string;
}

/** Asks each service whether it is ready. @param historyUrl the history service's address */
export async function checkServices(
  env: NodeJS.ProcessEnv,
  historyUrl: string,
): Promise<readonly Finding[]> {
  const local = (name: string, variable: string, fallback: string): ServiceAddress => ({
    name,
    url: `http://127.0.0.1:${env[variable] ?? fallback}`,
  });
  const services = [
    local('ingestion', 'INGESTION_PORT', '8080'),
    local('worker', 'WORKER_PORT', '8082'),
    { name: 'history', url: historyUrl },
  ];
  return await Promise.all(services.map(checkService));
}

async function checkService({ name, url }: ServiceAddress): Promise<Finding> {
  const check = `${name} service`;
  const start = `Start it, or look at its log. It was asked at ${url}/readyz.`;
  let answer: Response;
  try {
    answer = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    const remote = !['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
    return remote || name === 'history'
      ? wrong(check, 'it does not answer', start)
      : { ...wrong(check, 'it does not answer on this machine', start), state: 'warning' };
  }
  const report = readiness.safeParse(await answer.json().catch(() => null));
  if (!report.success) return skipped(check, `${url} is no service of Refill`);
  const entries = Object.entries(report.data.checks);
  const details = entries
    .filter(([, { ok, detail }]) => !ok || detail !== null)
    .map(([what, { ok, detail }]) => `${what}: ${detail ?? (ok ? 'ok' : 'not ready')}`);
  if (entries.every(([, { ok }]) => ok)) {
    return fine(check, details.length === 0 ? 'ready' : `ready; ${details.join('; ')}`);
  }
  return wrong(check, details.join('; '), `Mend what is named; the rest of this list helps.`);
}
