import * as fs from 'node:fs';
import { errorCode } from './error-code';

/** What the files that environment variables name hold. */
export interface VariableFiles {
  /** Values by the variable they are for. */
  readonly values: ReadonlyMap<string, string>;
  /** What is wrong, by the variable; names and reasons, never a value. */
  readonly problems: ReadonlyMap<string, string>;
}

/** Larger files are no values of variables, in bytes. */
const LARGEST_FILE = 1_048_576;

function readValue(file: string): { readonly value: string } | { readonly problem: string } {
  try {
    if (!fs.statSync(file).isFile()) return { problem: 'expected the path of a file' };
    if (fs.statSync(file).size > LARGEST_FILE) return { problem: 'the file is too large' };
    const value = fs.readFileSync(file, 'utf8').trim();
    return value === '' ? { problem: 'the file is empty' } : { value };
  } catch (error) {
    const code = errorCode(error);
    return { problem: `the file cannot be read${code === undefined ? '' : ` (${String(code)})`}` };
  }
}

/**
 * Reads the files named by `NAME_FILE` for those variables that a program knows as `NAME`.
 * @param names the variables the program knows
 * @param given the variables that are set, without empty ones
 */
export function readVariableFiles(
  names: readonly string[],
  given: ReadonlyMap<string, string>,
): VariableFiles {
  const values = new Map<string, string>();
  const problems = new Map<string, string>();
  for (const name of names) {
    const fileName = `${name}_FILE`;
    const file = given.get(fileName);
    // A variable that a program knows by that very name isn't about a file of another.
    if (file === undefined || names.includes(fileName)) continue;
    if (given.has(name)) {
      problems.set(name, `${name}: is set together with ${fileName}; set one of them`);
      continue;
    }
    const read = readValue(file);
    if ('value' in read) values.set(name, read.value);
    else problems.set(name, `${fileName}: ${read.problem}`);
  }
  return { values, problems };
}
