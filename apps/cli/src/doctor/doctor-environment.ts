import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const stored = z.record(z.string(), z.string());

/** Whoever sets one of these has a deployment of their own: values of the local stack would only mislead. */
const OWN_PLACES = [
  'DATABASE_URL',
  'TEMPORAL_ADDRESS',
  'SMTP_URL',
  'SNS_TOPIC_ARNS',
  'SQS_QUEUE_URL',
];

/** The settings that the doctor looks at. */
export interface DoctorEnvironment {
  readonly env: NodeJS.ProcessEnv;
  /** Where they come from, for the person who reads. */
  readonly source: string;
}

/**
 * The settings of the services: those of this shell, and where it sets no place of its own, what `npm start` gave the
 * services of the stack that runs here.
 * @param cwd the folder a relative `REFILL_HOME` counts from
 */
export async function doctorEnvironment(
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<DoctorEnvironment> {
  const own = OWN_PLACES.some((name) => isSet(env[name]) || isSet(env[`${name}_FILE`]));
  if (own) return { env, source: 'the environment variables of this shell' };
  const home = path.resolve(cwd, env['REFILL_HOME'] ?? '.refill');
  const file = path.join(home, 'environment.json');
  const local = await readLocal(file);
  return local === null
    ? { env, source: `the environment variables of this shell; there is no ${file} of npm start` }
    : { env: { ...env, ...local }, source: `${file}, as npm start wrote it` };
}

async function readLocal(file: string): Promise<Readonly<Record<string, string>> | null> {
  try {
    return stored.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
