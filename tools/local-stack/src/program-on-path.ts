import * as fs from 'node:fs';
import * as path from 'node:path';

/** Tells whether a file can be run by this process. */
export function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Finds a program on PATH; `undefined` when there is none. */
export function programOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  return (env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .flatMap((folder) => suffixes.map((suffix) => path.join(folder, name + suffix)))
    .find(isExecutable);
}
