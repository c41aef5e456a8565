import * as fs from 'node:fs';

/** Reads the last lines (20 by default) of a log file; says so when there are none. */
export function logTail(file: string, lines = 20): string {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return `(no log at ${file})`;
  }
  const tail = text.trimEnd().split('\n').slice(-lines).join('\n');
  return tail === '' ? `(nothing was written to ${file})` : tail;
}
