import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DrsNotification } from '../notification';
import { parseNotification } from '../parse-notification';

const fixtures = join(__dirname, '../../fixtures');

/** The names of all samples of Amazon's page: each type in each of its versions. */
export const sampleNames: readonly string[] = readdirSync(join(fixtures, 'samples')).map((file) =>
  file.replace('.json', ''),
);

/** The text that a sample of Amazon's page publishes. */
export function sample(name: string): string {
  const { Message } = JSON.parse(readFileSync(join(fixtures, 'samples', `${name}.json`), 'utf8'));
  return JSON.stringify(Message);
}

/** The text inside an envelope that AWS signed. */
export function awsSigned(name: string): string {
  const { Message } = JSON.parse(
    readFileSync(join(fixtures, 'aws-signed', `${name}.json`), 'utf8'),
  );
  return String(Message);
}

/** The notification in a text that must be good. */
export function read(message: string): DrsNotification {
  const result = parseNotification(message);
  if (!result.ok) throw new Error(`${result.code} ${JSON.stringify(result.problems)}`);
  return result.notification;
}

/** The problems of a text; `accepted` if it has none. */
export function problemsOf(message: string): unknown {
  const result = parseNotification(message);
  return result.ok ? 'accepted' : result.problems;
}

/** Where the problems of a text are; `accepted` if it has none. */
export function pathsOf(message: string): readonly string[] {
  const result = parseNotification(message);
  return result.ok ? ['accepted'] : result.problems.map(({ path }) => path);
}

/**
 * Changes one value of a JSON text: `change(text, 'orderInfo.slotId', 'x')`.
 * @param path steps parted by dots; a number for an entry of an array
 * @param value `undefined` removes it
 */
export function change(message: string, path: string, value: unknown): string {
  const root: unknown = JSON.parse(message);
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let parent: unknown = root;
  for (const step of steps) parent = isObject(parent) ? Reflect.get(parent, step) : undefined;
  if (!isObject(parent)) throw new Error(`nothing at ${path}`);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else Reflect.set(parent, last, value);
  return JSON.stringify(root);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
