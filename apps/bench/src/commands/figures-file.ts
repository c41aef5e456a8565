import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CannotBeginError } from '../cannot-begin-error';

/** The file that gets all figures when no other is named. Its folder is made: nobody has named it, so it is no typing error. */
export const STANDARD_FIGURES_FILE = 'tmp/bench.json';

/** The file that gets all figures. */
export interface FiguresFile {
  readonly name: string;
  /** Replaces what was in it. */
  write(document: object): void;
}

/**
 * Makes sure that a file can be written before all that time goes into what belongs there; what it holds stays.
 * @throws CannotBeginError when it can't
 */
export function figuresFile(name: string): FiguresFile {
  const folder = path.dirname(name);
  try {
    if (name === STANDARD_FIGURES_FILE) mkdirSync(folder, { recursive: true });
    const isNew = !existsSync(name);
    closeSync(openSync(name, 'a'));
    // What is broken off leaves no empty file.
    if (isNew) rmSync(name);
  } catch (error) {
    const why = existsSync(folder) ? '' : `: there is no folder ${folder}`;
    throw new CannotBeginError(`--json: ${name} can't be written${why}; name another file`, {
      cause: error,
    });
  }
  return {
    name,
    write: (document) => {
      writeFileSync(name, `${JSON.stringify(document, null, 2)}\n`);
    },
  };
}
