import * as fs from 'node:fs';
import * as path from 'node:path';

/** Where the values that the local stack gives its services stand, for `refill doctor`. */
export function localEnvironmentFile(home: string): string {
  return path.join(home, 'environment.json');
}

/**
 * Writes down what the services get beside what was set already; only its owner may read it, as there are tokens and the
 * password of the database in it.
 * @param given what was set when the stack was started
 * @param environment what the services get
 */
export function writeLocalEnvironment(
  home: string,
  given: NodeJS.ProcessEnv,
  environment: NodeJS.ProcessEnv,
): void {
  const filledIn = Object.entries(environment).filter(([name, value]) => given[name] !== value);
  const file = localEnvironmentFile(home);
  const unfinished = `${file}.${String(process.pid)}`;
  const text = `${JSON.stringify(Object.fromEntries(filledIn), null, 2)}\n`;
  fs.writeFileSync(unfinished, text, { mode: 0o600 });
  fs.renameSync(unfinished, file);
}
